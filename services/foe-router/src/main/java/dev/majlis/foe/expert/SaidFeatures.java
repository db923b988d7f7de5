package dev.majlis.foe.expert;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.table.ExpertOutputs;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns what an expert said into its feature block, checked: as many columns as registered, finite, a distribution where it classifies. */
public final class SaidFeatures {
    private SaidFeatures() {}

    /**
     * @return {@code float[width_k]}
     * @throws dev.majlis.mesh.error.MeshException {@code DIM_MISMATCH}, {@code PROBABILITIES_INVALID} or {@code BAD_ANSWER}
     */
    public static float[] of(Expert expert, Said said) {
        if (expert.kind() == ExpertKind.CLASSIFIER) {
            float[] probabilities = said.values().orElseGet(() -> byLabel(expert, said));
            requireWidth(expert, probabilities);
            requireDistribution(expert, probabilities);
            return probabilities;
        }
        float[] values = said.values()
                .orElseThrow(() -> CallFailures.badAnswer("expert " + expert.id() + " gave no "
                        + (expert.kind() == ExpertKind.SCORER ? "score" : "embedding")));
        return checked(expert, values);
    }

    /**
     * Numbers that are no distribution, such as an embedding made elsewhere.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code DIM_MISMATCH} or {@code BAD_ANSWER}
     */
    public static float[] checked(Expert expert, float[] values) {
        requireWidth(expert, values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw CallFailures.badAnswer("expert " + expert.id() + " gave a number that is not finite: " + value);
            }
        }
        return values;
    }

    private static void requireWidth(Expert expert, float[] values) {
        if (values.length != expert.width()) {
            throw Failures.dimMismatch("expert " + expert.id() + " gave " + values.length
                    + " numbers, it is registered with " + expert.width());
        }
    }

    private static void requireDistribution(Expert expert, float[] probabilities) {
        double sum = 0;
        for (float probability : probabilities) {
            if (!(probability >= 0)) {
                throw Failures.probabilitiesInvalid("expert " + expert.id() + " gave the probability " + probability);
            }
            sum += probability;
        }
        if (!(Math.abs(sum - 1) <= ExpertOutputs.SUM_TOLERANCE)) {
            throw Failures.probabilitiesInvalid("probabilities of expert " + expert.id() + " sum to " + sum);
        }
    }

    /** A list that was cut to the best classes leaves mass: labels without a number share it. */
    private static float[] byLabel(Expert expert, Said said) {
        if (said.byLabel().isEmpty()) {
            return spoken(expert, said);
        }
        List<String> labels = expert.labels();
        float[] probabilities = new float[labels.size()];
        double rest = 1;
        int found = 0;
        for (int i = 0; i < probabilities.length; i++) {
            Double probability = said.byLabel().get(labels.get(i));
            if (probability != null) {
                probabilities[i] = probability.floatValue();
                rest -= probability;
                found++;
            }
        }
        if (found < said.byLabel().size()) {
            throw CallFailures.badAnswer("expert " + expert.id() + " named a class that is none of its labels: "
                    + unknown(labels, said.byLabel()));
        }
        int missing = probabilities.length - found;
        if (missing > 0 && rest > 0) {
            for (int i = 0; i < probabilities.length; i++) {
                if (!said.byLabel().containsKey(labels.get(i))) {
                    probabilities[i] = (float) (rest / missing);
                }
            }
        }
        return probabilities;
    }

    /** A language model that was told to answer with a label: all on the one it wrote. */
    private static float[] spoken(Expert expert, Said said) {
        String word = plain(said.text()
                .orElseThrow(() -> CallFailures.badAnswer("expert " + expert.id() + " gave no probabilities")));
        float[] probabilities = new float[expert.labels().size()];
        for (int i = 0; i < probabilities.length; i++) {
            if (plain(expert.labels().get(i)).equals(word)) {
                probabilities[i] = 1;
                return probabilities;
            }
        }
        throw CallFailures.badAnswer("expert " + expert.id() + " wrote none of its labels");
    }

    private static String plain(String text) {
        String stripped = text.strip();
        return (stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped)
                .toLowerCase(Locale.ROOT);
    }

    private static String unknown(List<String> labels, Map<String, Double> named) {
        return named.keySet().stream()
                .filter(name -> !labels.contains(name))
                .sorted()
                .findFirst()
                .orElse("");
    }
}
