/** Fusion of experts on made-up and recorded data: what each policy gains, and what a decision takes. */
package dev.majlis.bench.foe;
