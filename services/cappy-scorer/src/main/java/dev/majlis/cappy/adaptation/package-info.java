/** Adaptations of scorers: a thin face over the training jobs of the mesh (cappy.md §7). */
package dev.majlis.cappy.adaptation;
