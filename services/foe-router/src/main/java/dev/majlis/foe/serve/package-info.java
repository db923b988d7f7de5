/** Answers about live inputs: pools with their promoted fuser, and what was decided for each input (foe.md §7). */
package dev.majlis.foe.serve;
