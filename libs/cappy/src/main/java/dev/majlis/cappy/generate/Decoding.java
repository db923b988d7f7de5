package dev.majlis.cappy.generate;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How many responses to sample, and how.
 *
 * @param name for example {@code topk40}
 * @param settings sampling parameters of the generator
 * @param samples at least one
 */
public record Decoding(String name, DecodingSettings settings, int samples) {
    public Decoding {
        requireNonNull(name, "name is null");
        requireNonNull(settings, "settings is null");
        if (samples < 1) {
            throw new IllegalArgumentException("samples must be at least 1, got " + samples);
        }
    }

    /** @throws IllegalArgumentException when there is no such decoding */
    public static Decoding of(String name, int samples) {
        return new Decoding(name, DecodingSettings.of(name), samples);
    }

    /** Four of each, as published, without its one beam search: 16 responses. */
    public static List<Decoding> published() {
        return List.of(of("sampling", 4), of("temp0.9", 4), of("topk40", 4), of("topp0.95", 4));
    }
}
