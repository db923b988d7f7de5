/** Nearest rows by distances that add over experts (foe.md §2.4, §7). */
package dev.majlis.foe.neighbour;
