/** Failures of this service with their code words (foe.md §7). */
package dev.majlis.foe.error;
