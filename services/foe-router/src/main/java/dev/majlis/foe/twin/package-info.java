/** A made-up pool with known truth, on which policies can be compared without any data (foe.md §8). */
package dev.majlis.foe.twin;
