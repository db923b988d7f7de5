package dev.majlis.cappy.adapt;

import dev.majlis.cappy.evaluate.BootstrapInterval;

/**
 * What one policy reached on held-out items.
 *
 * @param policy for example {@code longest}
 * @param rouge mean worth of what it picked, 0 to 1: Rouge-L F, or accuracy where choices were picked
 * @param gain over the first sample
 */
public record PolicyOutcome(String policy, double rouge, BootstrapInterval gain) {}
