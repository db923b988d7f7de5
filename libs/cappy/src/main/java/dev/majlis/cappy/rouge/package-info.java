/** Rouge-L, bit-compatible with the Python package {@code rouge-score} (cappy.md §2.5). */
package dev.majlis.cappy.rouge;
