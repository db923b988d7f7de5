/** Fusers: from the outputs of some experts to a label or to an expert (foe.md §2.2 to §2.4). */
package dev.majlis.foe.fuse;
