/** Published text classifiers, loaded and served as experts of the mesh (foe.md §7). */
package dev.majlis.foe.host;
