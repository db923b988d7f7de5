/** Training of a Cappy scorer on labelled pairs: MSE on the raw output of an encoder with one output (cappy.md §3). */
package dev.majlis.cappy.train;
