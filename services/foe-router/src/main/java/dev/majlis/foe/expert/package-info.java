/** Experts as they are reached: where each is, how it is asked, and what it said (foe.md §7). */
package dev.majlis.foe.expert;
