/** Responses of real language models for the training data of a scorer (cappy.md §2.4, §3). */
package dev.majlis.cappy.generate;
