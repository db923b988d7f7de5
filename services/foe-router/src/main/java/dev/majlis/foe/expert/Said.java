package dev.majlis.foe.expert;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * What an expert said in the words of its protocol, before it is checked against what the expert is registered as.
 *
 * @param values numbers in the expert's own order: probabilities, an embedding, or one score
 * @param byLabel probabilities by class name, where the protocol names classes
 * @param text that a generator wrote
 * @param tokens read and written
 * @param money that the expert says the call cost
 * @param energyJ likewise, in joules
 * @param version of the weights that answered
 */
public record Said(
        Optional<float[]> values,
        Map<String, Double> byLabel,
        Optional<String> text,
        Optional<Double> tokens,
        Optional<Double> money,
        Optional<Double> energyJ,
        Optional<String> version) {
    public Said {
        requireNonNull(values, "values is null");
        byLabel = Map.copyOf(byLabel);
        requireNonNull(text, "text is null");
        requireNonNull(tokens, "tokens is null");
        requireNonNull(money, "money is null");
        requireNonNull(energyJ, "energyJ is null");
        requireNonNull(version, "version is null");
    }

    public static Said numbers(float... values) {
        return of(Optional.of(values), Map.of(), Optional.empty());
    }

    public static Said classes(Map<String, Double> byLabel) {
        return of(Optional.empty(), byLabel, Optional.empty());
    }

    public static Said words(String text) {
        return of(Optional.empty(), Map.of(), Optional.of(text));
    }

    public Said withTokens(Optional<Double> counted) {
        return new Said(values, byLabel, text, counted, money, energyJ, version);
    }

    private static Said of(Optional<float[]> values, Map<String, Double> byLabel, Optional<String> text) {
        return new Said(values, byLabel, text, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
