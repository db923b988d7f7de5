package dev.majlis.foe.expert;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.pool.Cost;
import java.util.Map;
import java.util.Optional;

/**
 * What an expert said in the words of its protocol, before it is checked against what the expert is registered as.
 *
 * @param values numbers in the expert's own order: probabilities, an embedding, or one score
 * @param byLabel probabilities by class name, where the protocol names classes
 * @param text that a generator wrote
 * @param tokens read and written
 * @param cost that the expert says itself
 * @param version of the weights that answered
 */
public record Said(
        Optional<float[]> values,
        Map<String, Double> byLabel,
        Optional<String> text,
        Optional<Double> tokens,
        Optional<Cost> cost,
        Optional<String> version) {
    public Said {
        requireNonNull(values, "values is null");
        byLabel = Map.copyOf(byLabel);
        requireNonNull(text, "text is null");
        requireNonNull(tokens, "tokens is null");
        requireNonNull(cost, "cost is null");
        requireNonNull(version, "version is null");
    }

    public static Said numbers(float... values) {
        return new Said(
                Optional.of(values), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Said classes(Map<String, Double> byLabel) {
        return new Said(
                Optional.empty(), byLabel, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Said words(String text) {
        return new Said(
                Optional.empty(), Map.of(), Optional.of(text), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Said withTokens(Optional<Double> counted) {
        return new Said(values, byLabel, text, counted, cost, version);
    }
}
