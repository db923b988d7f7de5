package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One prediction in a few lines: who was asked in which order, what that was expected to gain, and why it stopped. */
final class PredictionWords {
    private static final int WIDTH = 90;

    private PredictionWords() {}

    static String of(Review review, JsonNode prediction) {
        String text = review.text().length() > WIDTH ? review.text().substring(0, WIDTH - 1) + "…" : review.text();
        String label = prediction.path("label").asText("no answer");
        List<String> steps = new ArrayList<>();
        for (JsonNode step : prediction.path("experts")) {
            steps.add(step.path("expert").asText()
                    + losses(step)
                    + " %d ms".formatted(step.path("ms").asLong()));
        }
        return "“%s”%n  %s, which is %s (it is from %s); asked %s%n  cost %.2f, stopped by %s"
                .formatted(
                        text,
                        label,
                        label.equals(review.label()) ? "right" : "wrong",
                        review.place(),
                        String.join(", then ", steps),
                        prediction.path("cost").asDouble(),
                        prediction.path("stop_reason").asText("nothing"));
    }

    private static String losses(JsonNode step) {
        return step.path("loss_after").isNumber()
                ? " (expected loss %s%.3f)"
                        .formatted(
                                step.path("loss_before").isNumber()
                                        ? "%.3f → "
                                                .formatted(
                                                        step.path("loss_before").asDouble())
                                        : "",
                                step.path("loss_after").asDouble())
                : "";
    }
}
