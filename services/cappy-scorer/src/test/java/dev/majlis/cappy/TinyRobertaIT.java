package dev.majlis.cappy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.cappy.fake.RealModels;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cross-encoder of Cappy's own shape, small: cappy.md §8 rows 2, 3 and 4 over HTTP. */
@QuarkusTest
@TestProfile(RealModels.class)
class TinyRobertaIT {
    private static final double GOLDEN = 1e-4;
    private static final double EXACT = 1e-6;

    private record Row(String instruction, String response, int tokens, double score) {}

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> given().get("/v2/health/ready").statusCode() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny-torch"})
    void givesTheScoresAndReadsTheTokensOfTheReference(String model) throws IOException {
        for (Row row : rows()) {
            JsonNode answer =
                    post("/score", Map.of("model", model, "queries", row.instruction(), "documents", row.response()));

            assertThat(answer.at("/data/0/score").asDouble()).isCloseTo(row.score(), within(GOLDEN));
            assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(row.tokens());
        }
    }

    /** The fixture reads 128 tokens; the layout is that of 512. */
    @Test
    void aLongInstructionIsCutAndAShortResponseStaysWhole() {
        String instruction = "word ".repeat(600);

        JsonNode answer = post(
                "/cappy/v1/score",
                Map.of(
                        "items",
                        List.of(
                                Map.of("instruction", instruction, "response", "the answer 42"),
                                Map.of("instruction", instruction + instruction, "response", "the answer 42"),
                                Map.of("instruction", instruction, "response", "the answer 43"))));

        assertThat(answer.at("/items/0/truncated_tokens").asInt()).isGreaterThan(400);
        assertThat(answer.at("/items/1/score")).isEqualTo(answer.at("/items/0/score"));
        assertThat(answer.at("/items/2/score")).isNotEqualTo(answer.at("/items/0/score"));
    }

    @ParameterizedTest
    @CsvSource({"tiny-low,-1", "tiny-high,1"})
    void noRouteSqueezesARegression(String model, double moved) throws IOException {
        Row row = rows().get(0);
        double raw = row.score() + moved;
        assertThat(raw).satisfiesAnyOf(value -> assertThat(value).isNegative(), value -> assertThat(value)
                .isGreaterThan(1));

        assertThat(everyRoute(model, row)).allSatisfy(score -> assertThat(score).isCloseTo(raw, within(GOLDEN)));
        double first = everyRoute(model, row).get(0);
        assertThat(everyRoute(model, row)).allSatisfy(score -> assertThat(score).isCloseTo(first, within(EXACT)));
        double relevance = post(
                        "/v2/rerank",
                        Map.of("model", model, "query", row.instruction(), "documents", List.of(row.response())))
                .at("/results/0/relevance_score")
                .asDouble();
        assertThat(relevance).isEqualTo(Math.max(0, Math.min(1, raw)));
    }

    @Test
    void aLogitIsSqueezedWhereTheApiDoesSoAndOnlyThere() throws IOException {
        Row row = rows().get(0);
        double raw = post("/score", body("tiny-logit", row, Map.of("use_activation", false)))
                .at("/data/0/score")
                .asDouble();

        double squeezed = 1 / (1 + Math.exp(-raw));

        assertThat(raw).isCloseTo(row.score(), within(GOLDEN));
        assertThat(post("/score", body("tiny-logit", row, Map.of()))
                        .at("/data/0/score")
                        .asDouble())
                .isCloseTo(squeezed, within(EXACT));
        assertThat(rerank("tiny-logit", row, false)).isCloseTo(squeezed, within(EXACT));
        assertThat(rerank("tiny-logit", row, true)).isCloseTo(raw, within(EXACT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny-torch"})
    void scoresDoNotDependOnBatchMates(String model) throws IOException {
        List<Row> golden = rows();
        List<Row> all = IntStream.range(0, 500)
                .mapToObj(i -> golden.get(i % golden.size()))
                .toList();
        List<Double> alone = new ArrayList<>();
        for (Row row : golden) {
            alone.add(scores(model, List.of(row)).get(0));
        }

        for (int size : new int[] {7, 32, 500}) {
            List<Row> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, new Random(size));
            for (int from = 0; from < all.size(); from += size) {
                List<Row> batch = shuffled.subList(from, Math.min(all.size(), from + size));
                List<Double> scores = scores(model, batch);
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(scores.get(i)).isCloseTo(alone.get(golden.indexOf(batch.get(i))), within(1e-5));
                }
            }
        }
    }

    private static List<Double> everyRoute(String model, Row row) {
        Map<String, Object> tensors = Map.of(
                "inputs",
                List.of(
                        Map.of(
                                "name",
                                "instruction",
                                "shape",
                                List.of(1),
                                "datatype",
                                "BYTES",
                                "data",
                                List.of(row.instruction())),
                        Map.of(
                                "name",
                                "response",
                                "shape",
                                List.of(1),
                                "datatype",
                                "BYTES",
                                "data",
                                List.of(row.response()))));
        Map<String, Object> item = Map.of("instruction", row.instruction(), "response", row.response());
        Map<String, Object> classes =
                Map.of("instruction", row.instruction(), "choices", List.of(row.response(), "another"));
        return List.of(
                        post("/score", body(model, row, Map.of()))
                                .at("/data/0/score")
                                .asDouble(),
                        rerank(model, row, false),
                        rerank(model, row, true),
                        post("/v2/models/" + model + "/infer", tensors)
                                .at("/outputs/0/data/0")
                                .asDouble(),
                        post("/cappy/v1/score", Map.of("model", model, "items", List.of(item)))
                                .at("/items/0/score")
                                .asDouble(),
                        post("/cappy/v1/classify", Map.of("model", model, "items", List.of(classes)))
                                .at("/items/0/scores/0")
                                .asDouble(),
                        post(
                                        "/cappy/v1/best-of",
                                        Map.of(
                                                "model",
                                                model,
                                                "policy",
                                                "cappy",
                                                "instruction",
                                                row.instruction(),
                                                "candidates",
                                                List.of(row.response())))
                                .at("/scores/0")
                                .asDouble())
                .stream()
                .map(score -> (double) (float) (double) score)
                .toList();
    }

    private static double rerank(String model, Row row, boolean raw) {
        return post(
                        "/rerank",
                        Map.of(
                                "model",
                                model,
                                "query",
                                row.instruction(),
                                "documents",
                                List.of(row.response()),
                                "raw_scores",
                                raw))
                .at("/results/0/relevance_score")
                .asDouble();
    }

    private static List<Double> scores(String model, List<Row> rows) {
        JsonNode answer = post(
                "/score",
                Map.of(
                        "model", model,
                        "queries", rows.stream().map(Row::instruction).toList(),
                        "documents", rows.stream().map(Row::response).toList()));
        List<Double> scores = new ArrayList<>();
        answer.path("data").forEach(one -> scores.add(one.path("score").asDouble()));
        return scores;
    }

    private static Map<String, Object> body(String model, Row row, Map<String, Object> more) {
        Map<String, Object> body = new java.util.HashMap<>(more);
        body.put("model", model);
        body.put("queries", row.instruction());
        body.put("documents", row.response());
        return body;
    }

    private static JsonNode post(String path, Object body) {
        try {
            return new ObjectMapper()
                    .readTree(given().contentType("application/json")
                            .body(body)
                            .post(path)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The reference lays out an empty response as a single text when it is asked for one pair; those rows are left out. */
    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : new ObjectMapper()
                .readTree(RealModels.TINY.resolve("expected.json").toFile())) {
            if (!row.path("response").asText().isEmpty()) {
                rows.add(new Row(
                        row.path("instruction").asText(),
                        row.path("response").asText(),
                        row.path("ids").size(),
                        row.path("score").asDouble()));
            }
        }
        return rows;
    }
}
