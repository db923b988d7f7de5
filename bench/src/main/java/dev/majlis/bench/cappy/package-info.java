/** The scorer service under kills and under load (cappy.md §8 rows 14 and 15). */
package dev.majlis.bench.cappy;
