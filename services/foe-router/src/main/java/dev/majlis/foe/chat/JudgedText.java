package dev.majlis.foe.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.serve.Prediction;
import dev.majlis.mesh.council.Candidate;
import java.util.List;
import java.util.Optional;

/**
 * A text of the step before with what a pool of classifiers said of it.
 *
 * @param prediction empty when nobody could judge it
 * @param error why then
 * @param labels of the pool
 */
record JudgedText(Candidate candidate, Optional<Prediction> prediction, String error, List<String> labels) {

    static JudgedText of(Candidate candidate, Prediction prediction, List<String> labels) {
        return new JudgedText(candidate, Optional.of(prediction), "", labels);
    }

    static JudgedText unjudged(Candidate candidate, String error) {
        return new JudgedText(candidate, Optional.empty(), error, List.of());
    }

    /** How likely a label is; 0 for a text that nobody judged, 0 or 1 where the policy gives no probabilities. */
    double probability(String label) {
        return prediction
                .map(said -> said.probabilities() == null
                                || said.probabilities().size() != labels.size()
                        ? (label.equals(said.label()) ? 1.0 : 0.0)
                        : said.probabilities().get(labels.indexOf(label)).doubleValue())
                .orElse(0.0);
    }

    /** Writes {@code label} and {@code probability} of the label, or {@code error}. */
    ObjectNode annotate(ObjectNode json) {
        prediction.ifPresentOrElse(
                said -> json.put("label", said.label()).put("probability", probability(said.label())),
                () -> json.put("error", error));
        return json;
    }
}
