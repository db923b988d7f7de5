package dev.majlis.cappy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.model.PublishedScorer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The proof with which a version was promoted, from the numbers that travel with it.
 *
 * @param job that adapted it
 * @param measure {@code rouge-l} or {@code accuracy}
 * @param heldOutItems that it was proven on
 * @param policies what each reached, 0 to 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AdaptationAnswer(
        String job,
        String measure,
        @JsonProperty("train_items") long trainItems,
        @JsonProperty("held_out_items") long heldOutItems,
        Map<String, Double> policies,
        @JsonProperty("gain_over_first") Gain overFirst,
        @JsonProperty("gain_over_before") Gain overBefore) {

    /** Mean and ends of its 95 % interval, −1 to 1. */
    public record Gain(Double mean, Double low, Double high) {}

    /** Nothing for a version that was trained and not adapted. */
    static Optional<AdaptationAnswer> of(PublishedScorer published) {
        Map<String, Double> metrics = published.metrics();
        for (String measure : new String[] {"rouge-l", "accuracy"}) {
            if (metrics.containsKey(measure + ".after")) {
                return Optional.of(new AdaptationAnswer(
                        published.job().orElse(null),
                        measure,
                        Math.round(metrics.getOrDefault("items.train", 0.0)),
                        Math.round(metrics.getOrDefault("items.heldOut", 0.0)),
                        policies(metrics, measure + "."),
                        gain(metrics, "gain.first."),
                        gain(metrics, "gain.before.")));
            }
        }
        return Optional.empty();
    }

    private static Map<String, Double> policies(Map<String, Double> metrics, String prefix) {
        Map<String, Double> policies = new TreeMap<>();
        metrics.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                policies.put(name.substring(prefix.length()), value);
            }
        });
        return policies;
    }

    private static Gain gain(Map<String, Double> metrics, String prefix) {
        return new Gain(metrics.get(prefix + "mean"), metrics.get(prefix + "low"), metrics.get(prefix + "high"));
    }
}
