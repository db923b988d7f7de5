package dev.majlis.bench.foe.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes pools of five experts over the service's own paths: registered, their answers about the fuser's rows told, fused by neighbours. */
final class MoodPools {
    static final String HOSTED = "hosted";
    static final String FRAIL = "frail";
    /** Rows of a fuser. */
    static final int ROWS = 1_000;
    /** Of every expert, ms. */
    static final int TIMEOUT_MS = 2_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<String> RUNNING = Set.of("QUEUED", "RUNNING");
    /** Between those of lessons and those that are asked. */
    private static final long NUMBERS = 1L << 39;

    private final RouterProcess router;
    private final MoodExperts experts;

    MoodPools(RouterProcess router, MoodExperts experts) {
        this.router = router;
        this.experts = experts;
    }

    /** The service hosts them. */
    void hosted() {
        make(HOSTED, "{\"type\":\"hosted\",\"model\":\"" + MoodExperts.MODEL + "%d\"}");
    }

    /** Workers of this process. */
    void frail() {
        make(FRAIL, "{\"type\":\"mesh\",\"operation\":\"" + MoodExperts.FRAIL + ".e%d\"}");
    }

    private void make(String pool, String endpoint) {
        String moods = quoted(MadeUpRemarks.MOODS);
        for (int k = 0; k < MadeUpRemarks.EXPERTS; k++) {
            router.post(
                    "/experts",
                    "{\"id\":\"%s-%d\",\"kind\":\"classifier\",\"labels\":%s,\"cost\":{\"money\":1},\"timeout_ms\":%d,\"endpoint\":%s}"
                            .formatted(pool, k, moods, TIMEOUT_MS, endpoint.formatted(k)));
            awaitAnswer(pool + "-" + k);
        }
        router.post(
                "/pools",
                "{\"id\":\"%s\",\"experts\":%s}"
                        .formatted(
                                pool,
                                quoted(IntStream.range(0, MadeUpRemarks.EXPERTS)
                                        .mapToObj(k -> pool + "-" + k)
                                        .toList())));
        JsonNode added = router.post("/pools/" + pool + "/datasets", rows(pool));
        if (added.path("accepted").asInt() != ROWS) {
            throw new IllegalStateException(added.toString());
        }
        awaitEnd(router.post(
                "/pools/" + pool + "/fusers", "{\"dataset\":\"train\",\"model\":\"knn\",\"promote\":true}"));
    }

    /** With what every expert says, so that none is asked. */
    private String rows(String pool) {
        ObjectNode body = Json.mapper().createObjectNode().put("name", "train").put("role", "fuser");
        var rows = body.putArray("rows");
        for (long row = 0; row < ROWS; row++) {
            var remark = MadeUpRemarks.remark(NUMBERS + row);
            ObjectNode outputs = rows.addObject()
                    .put("id", remark.id())
                    .put("input", remark.text())
                    .put("label", remark.mood())
                    .putObject("outputs");
            for (int k = 0; k < MadeUpRemarks.EXPERTS; k++) {
                outputs.set(pool + "-" + k, experts.said(k, remark.text()));
            }
        }
        return new String(Json.write(body), StandardCharsets.UTF_8);
    }

    /** A model that was published just now is hosted a little later. */
    private void awaitAnswer(String expert) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!router.post("/experts/" + expert + "/probe", "{\"input\":\"a word\"}")
                .path("ok")
                .asBoolean()) {
            pause(end, expert + " does not answer");
        }
    }

    private void awaitEnd(JsonNode job) {
        Instant end = Instant.now().plus(PATIENCE);
        JsonNode now = job;
        while (RUNNING.contains(now.path("state").asText())) {
            pause(end, "job " + job.path("id").asText() + " does not end");
            now = router.get("/jobs/" + job.path("id").asText());
        }
        if (!now.path("state").asText().equals("SUCCEEDED")) {
            throw new IllegalStateException(now.toString());
        }
    }

    private static void pause(Instant end, String otherwise) {
        if (Instant.now().isAfter(end)) {
            throw new IllegalStateException(otherwise);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting", e);
        }
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(",", "[", "]"));
    }
}
