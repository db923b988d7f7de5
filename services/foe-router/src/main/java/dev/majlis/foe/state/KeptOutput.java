package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.pool.Cost;
import java.util.Optional;

/**
 * What an expert said about an input, kept so that it is never paid again.
 *
 * @param features {@code float[width_k]}
 * @param text of a generator
 * @param cost of the call
 * @param ms that it took
 */
public record KeptOutput(float[] features, Optional<String> text, Cost cost, long ms) {
    public KeptOutput {
        requireNonNull(features, "features is null");
        requireNonNull(text, "text is null");
        requireNonNull(cost, "cost is null");
    }
}
