/** Stored outputs of every expert on every labelled row (foe.md §3). */
package dev.majlis.foe.table;
