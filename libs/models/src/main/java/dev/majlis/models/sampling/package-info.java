/** Drawing tokens from logits, shared by all in-process engines (jais.md §2.5 and §2.8, profile {@code hf}). */
package dev.majlis.models.sampling;
