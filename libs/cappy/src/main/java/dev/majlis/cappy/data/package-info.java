/** Training data of a scorer, made from (instruction, references, choices) corpora (cappy.md §3). */
package dev.majlis.cappy.data;
