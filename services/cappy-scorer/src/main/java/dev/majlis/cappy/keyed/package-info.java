/** One answer for one idempotency key (cappy.md §7). */
package dev.majlis.cappy.keyed;
