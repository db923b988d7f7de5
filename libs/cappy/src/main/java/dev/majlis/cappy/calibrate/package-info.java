/** From scores to probabilities of being right (cappy.md §6 item 5, §8 row 13). */
package dev.majlis.cappy.calibrate;
