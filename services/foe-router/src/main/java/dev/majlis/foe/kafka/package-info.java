/** Experts and predictions over the mesh (foe.md §7). */
package dev.majlis.foe.kafka;
