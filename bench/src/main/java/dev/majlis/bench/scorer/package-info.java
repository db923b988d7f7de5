/** How fast pairs are scored, beside what one would use in Python. */
package dev.majlis.bench.scorer;
