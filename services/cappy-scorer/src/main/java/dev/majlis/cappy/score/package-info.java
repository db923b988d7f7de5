/** Scores of (instruction, response) pairs. */
package dev.majlis.cappy.score;
