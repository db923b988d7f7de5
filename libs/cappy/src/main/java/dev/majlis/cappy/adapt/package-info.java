/** Adaptation of a scorer to a task, with a proof on items that it has not seen (cappy.md §3.2, §6 item 2). */
package dev.majlis.cappy.adapt;
