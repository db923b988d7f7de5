/** Experts, what they cost, and the pools they form (foe.md §7). */
package dev.majlis.foe.pool;
