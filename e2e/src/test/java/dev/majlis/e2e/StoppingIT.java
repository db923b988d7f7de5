package dev.majlis.e2e;

import static dev.majlis.e2e.RunningMajlis.MODEL;
import static dev.majlis.e2e.RunningMajlis.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Candidates are drawn by the scorer from the chat service until one more does not pay (cappy.md §7), all over Kafka. */
@ExtendWith(SharedMajlis.class)
class StoppingIT {
    private static final double MIN_GAIN = 0.02;

    private final RunningMajlis majlis;

    StoppingIT(RunningMajlis majlis) {
        this.majlis = majlis;
    }

    @Test
    void drawsAsManyCandidatesAsPayAndSaysWhoJudged() {
        var answer = majlis.post(
                "/v1/chat/completions",
                chat(
                        MODEL + "-best-of-8",
                        "Name a colour.",
                        "\"max_tokens\":16,\"seed\":7,\"majlis\":{\"policy\":\"similarity\",\"min_gain\":%s,\"stop\":{\"min_n\":2,\"max_n\":6}}"
                                .formatted(MIN_GAIN)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode council = answer.json().path("majlis");
        List<Double> scores = new ArrayList<>();
        council.path("scores").forEach(score -> scores.add(score.asDouble()));
        assertThat(scores).hasSizeBetween(2, 6);
        assertThat(council.path("candidates")).hasSameSizeAs(scores);
        assertThat(council.at("/cost/candidates").asInt()).isEqualTo(scores.size());
        assertThat(council.at("/scorer/name").asText()).isEqualTo("similarity-minilm");
        assertThat(council.at("/scorer/version").asText()).isNotBlank();
        boolean stopped = council.path("stop_reason").asText().equals("gain");
        assertThat(stopped).isEqualTo(scores.size() < 6);
        assertThat(!stopped || gain(scores) < MIN_GAIN).isTrue();
        for (int n = 2; n < scores.size(); n++) {
            assertThat(gain(scores.subList(0, n))).isGreaterThanOrEqualTo(MIN_GAIN);
        }
        assertThat(answer.json().path("choices")).hasSize(1);
        assertThat(answer.json().at("/choices/0/message/content").asText()).isNotBlank();
    }

    @Test
    void refusesMoreCandidatesThanTheRouteWrites() {
        var answer = majlis.post(
                "/v1/chat/completions",
                chat(MODEL + "-best-of-4", "Name a colour.", "\"majlis\":{\"stop\":{\"max_n\":9}}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("writes at most 4");
    }

    @Test
    void aStreamTellsOfEachCandidateThatWasDrawn() {
        var answer = majlis.post(
                "/v1/chat/completions",
                chat(
                        MODEL + "-best-of-8",
                        "Name a river.",
                        "\"max_tokens\":8,\"stream\":true,\"majlis\":{\"events\":true,\"min_gain\":100,\"stop\":{\"min_n\":3}}"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text().split("candidate-done", -1)).hasSize(4);
        assertThat(answer.text()).contains("\"chosen\"").contains("[DONE]");
    }

    /** The lead of the best, divided by how many there are. */
    private static double gain(List<Double> scores) {
        List<Double> sorted = scores.stream().sorted(Comparator.reverseOrder()).toList();
        return (sorted.get(0) - sorted.get(1)) / scores.size();
    }
}
