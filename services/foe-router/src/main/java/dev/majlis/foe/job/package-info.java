/** What takes long: filling the cache of outputs, training fusers, evaluating policies (foe.md §7). */
package dev.majlis.foe.job;
