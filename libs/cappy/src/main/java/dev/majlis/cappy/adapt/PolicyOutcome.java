package dev.majlis.cappy.adapt;

import dev.majlis.cappy.evaluate.BootstrapInterval;

/**
 * What one policy reached on held-out items.
 *
 * @param policy for example {@code longest}
 * @param rouge mean Rouge-L F of what it picked, 0 to 1
 * @param gain over the first sample
 */
public record PolicyOutcome(String policy, double rouge, BootstrapInterval gain) {}
