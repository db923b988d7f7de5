/** Sampling candidates from a generator of the mesh (cappy.md §2.4). */
package dev.majlis.cappy.sample;
