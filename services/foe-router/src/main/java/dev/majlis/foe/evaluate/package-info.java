/** Accuracy against cost of every policy (foe.md §7, §8). */
package dev.majlis.foe.evaluate;
