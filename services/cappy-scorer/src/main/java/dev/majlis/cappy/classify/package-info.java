/** Classification by candidate list (cappy.md §2.3). */
package dev.majlis.cappy.classify;
