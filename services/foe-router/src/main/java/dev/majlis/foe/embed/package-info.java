/** Vectors of texts, for experts that give none (foe.md §2.3). */
package dev.majlis.foe.embed;
