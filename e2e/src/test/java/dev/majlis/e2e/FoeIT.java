package dev.majlis.e2e;

import static dev.majlis.e2e.RunningMajlis.MODEL;
import static dev.majlis.e2e.RunningMajlis.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.e2e.RunningMajlis.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pools of experts on the packaged mesh: trained here, hosted by the foe-router, asked through the gateway. */
@ExtendWith(SharedMajlis.class)
class FoeIT {
    private static final String CLASSIFIERS = "e2e-reviews";
    private static final String TALKERS = "e2e-talkers";
    private static final int ROWS = 120;

    private final RunningMajlis majlis;

    FoeIT(RunningMajlis majlis) {
        this.majlis = majlis;
    }

    /** Each expert knows the words of one place; a pool of both and a fuser of neighbours. */
    @BeforeAll
    static void trainAndRegister(RunningMajlis majlis) {
        for (Place place : Place.ALL) {
            String job = ok(majlis.post("/trainer/v1/jobs", place.training()), 202)
                    .path("id")
                    .asText();
            ended(() -> ok(majlis.get("/trainer/v1/jobs/" + job), 200));
            ok(majlis.post("/trainer/v1/jobs/" + job + "/publish", "{\"model\":\"%s\"}".formatted(place.model())), 200);
        }
        for (Place place : Place.ALL) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> register(majlis, place));
        }
        ok(
                majlis.post(
                        "/foe/v1/pools",
                        "{\"id\":\"%s\",\"experts\":[\"e2e-kitchen\",\"e2e-garden\"],\"labels\":[\"bad\",\"good\"]}"
                                .formatted(CLASSIFIERS)),
                201);
        ok(majlis.post(pool("/datasets"), rows()), 201);
        job(majlis, CLASSIFIERS, "/outputs", "{\"dataset\":\"fuser\"}");
        job(
                majlis,
                CLASSIFIERS,
                "/fusers",
                "{\"dataset\":\"fuser\",\"model\":\"knn\",\"mode\":\"discriminative\",\"kappa\":5,\"promote\":true}");
        for (String manner : List.of("short", "kind")) {
            ok(
                    majlis.post(
                            "/foe/v1/experts",
                            """
                            {"id":"e2e-%s","kind":"generator","endpoint":{"type":"mesh_chat","operation":"jais-chat.chat",
                             "terms":{"model":"%s","system":"Be %s.","maxTokens":8,"temperature":0.0}},
                             "cost":{"money":1.0},"timeout_ms":60000}"""
                                    .formatted(manner, MODEL, manner)),
                    201);
        }
        ok(
                majlis.post(
                        "/foe/v1/pools", "{\"id\":\"%s\",\"experts\":[\"e2e-short\",\"e2e-kind\"]}".formatted(TALKERS)),
                201);
        ok(majlis.post(pool(TALKERS, "/datasets"), talks()), 201);
        job(majlis, TALKERS, "/outputs", "{\"dataset\":\"fuser\"}");
        job(
                majlis,
                TALKERS,
                "/fusers",
                "{\"dataset\":\"fuser\",\"model\":\"knn\",\"mode\":\"generative\",\"kappa\":4,\"k_f\":3,\"promote\":true}");
    }

    /** Questions with texts that were kept, so that nobody has to write them: who is better depends on the question. */
    private static String talks() {
        String rows = IntStream.range(0, 48)
                .mapToObj(i ->
                        """
                        {"id":"t%d","input":"%s %d","qualities":{"e2e-short":%d,"e2e-kind":%d},
                         "outputs":{"e2e-short":{"text":"A pear."},"e2e-kind":{"text":"A pear, my friend."}}}"""
                                .formatted(
                                        i,
                                        i % 2 == 0
                                                ? "Give me only the name of fruit"
                                                : "Please comfort me, I lost game",
                                        i,
                                        1 - i % 2,
                                        i % 2))
                .collect(Collectors.joining(","));
        return "{\"name\":\"fuser\",\"role\":\"fuser\",\"rows\":[" + rows + "]}";
    }

    @Test
    void asksAsFewHostedExpertsAsPay() {
        JsonNode answer = ok(majlis.post(pool("/predict"), question("the soup was great", "foe_frugal(0.02)")), 200);

        JsonNode result = answer.at("/results/0");
        assertThat(result.path("label").asText()).as(answer.toString()).isEqualTo("good");
        assertThat(result.path("experts")).isNotEmpty();
        assertThat(result.path("stop_reason").asText()).isIn("COST", "ALL");
    }

    @Test
    void answersAChatByOneOfTwoManners() {
        Answer answer = majlis.post(
                "/v1/chat/completions",
                chat("foe:%s:single(e2e-kind)".formatted(TALKERS), "Name a fruit.", "\"max_tokens\":8"));

        JsonNode body = ok(answer, 200);
        assertThat(body.at("/choices/0/message/content").asText()).isNotBlank();
        assertThat(body.at("/majlis/foe/pool").asText()).as(answer.text()).isEqualTo(TALKERS);
        assertThat(body.path("usage").has("foe")).isTrue();
        assertThat(answer.response().headers().firstValue("Majlis-Foe"))
                .hasValueSatisfying(header -> assertThat(header).contains("asked=(\"e2e-kind\")"));
    }

    @Test
    void tellsOfAPoolThatDoesNotExist() {
        Answer answer = majlis.post("/v1/chat/completions", chat("foe:nobody", "x", "\"max_tokens\":1"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("UNKNOWN_POOL");
    }

    @Test
    void losesNothingWhenTheFoeRouterIsKilled() {
        try (Load<Answer> load = Load.of(
                120,
                4,
                number -> majlis.post(
                        pool("/predict"),
                        question(number % 2 == 0 ? "the rose was great" : "the soup was awful", "foe_full")))) {
            load.awaitDone(20);
            long pid = majlis.kill("foe-router");

            List<Answer> answers = load.answers();

            assertThat(answers).hasSize(120);
            assertThat(answers.stream()
                            .filter(answer -> answer.status() != 200
                                    || answer.json()
                                            .at("/results/0/label")
                                            .asText()
                                            .isEmpty())
                            .map(Answer::text))
                    .isEmpty();
            majlis.awaitSuccessor("foe-router", pid);
        }
    }

    /** Where people praise and complain in words of their own. */
    private record Place(String model, List<String> things) {
        static final List<Place> ALL = List.of(
                new Place("e2e-kitchen", List.of("soup", "bread", "stew", "salad")),
                new Place("e2e-garden", List.of("rose", "lawn", "hedge", "pond")));

        String text(int number, boolean good) {
            List<String> words = good ? List.of("great", "lovely", "fine") : List.of("awful", "poor", "bland");
            return "the %s was %s on day %d"
                    .formatted(things.get(number % things.size()), words.get(number % words.size()), number);
        }

        String training() {
            String data = IntStream.range(0, ROWS)
                    .mapToObj(i -> "{\"text\":\"%s\",\"label\":\"%s\"}"
                            .formatted(text(i, i % 2 == 0), i % 2 == 0 ? "good" : "bad"))
                    .collect(Collectors.joining(","));
            return "{\"task\":\"text-classifier\",\"seed\":1,\"data\":[" + data + "]}";
        }
    }

    private static void register(RunningMajlis majlis, Place place) {
        Answer known = majlis.get("/foe/v1/experts/" + place.model());
        if (known.status() == 404) {
            ok(
                    majlis.post(
                            "/foe/v1/experts",
                            "{\"id\":\"%s\",\"kind\":\"classifier\",\"endpoint\":{\"type\":\"hosted\",\"model\":\"%s\"},\"cost\":{\"money\":1.0}}"
                                    .formatted(place.model(), place.model())),
                    201);
        }
        JsonNode probe =
                ok(majlis.post("/foe/v1/experts/" + place.model() + "/probe", "{\"input\":\"the soup\"}"), 200);
        assertThat(probe.path("ok").asBoolean()).as(probe.toString()).isTrue();
    }

    private static String rows() {
        String rows = IntStream.range(1_000, 1_000 + ROWS)
                .mapToObj(i -> "{\"id\":\"r%d\",\"input\":\"%s\",\"label\":\"%s\"}"
                        .formatted(i, Place.ALL.get(i / 2 % 2).text(i, i % 2 == 0), i % 2 == 0 ? "good" : "bad"))
                .collect(Collectors.joining(","));
        return "{\"name\":\"fuser\",\"role\":\"fuser\",\"rows\":[" + rows + "]}";
    }

    private static void job(RunningMajlis majlis, String pool, String path, String body) {
        String id = ok(majlis.post(pool(pool, path), body), 202).path("id").asText();
        ended(() -> ok(majlis.get("/foe/v1/jobs/" + id), 200));
    }

    private static void ended(Supplier<JsonNode> look) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    JsonNode job = look.get();
                    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
                });
    }

    private static JsonNode ok(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    private static String pool(String path) {
        return pool(CLASSIFIERS, path);
    }

    private static String pool(String pool, String path) {
        return "/foe/v1/pools/" + pool + path;
    }

    private static String question(String text, String policy) {
        return "{\"inputs\":[\"%s\"],\"policy\":\"%s\"}".formatted(text, policy);
    }
}
