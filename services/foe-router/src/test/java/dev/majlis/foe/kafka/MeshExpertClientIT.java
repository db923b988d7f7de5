package dev.majlis.foe.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.expert.CallOutcome.Answered;
import dev.majlis.foe.expert.CallOutcome.Failed;
import dev.majlis.foe.expert.ChatTerms;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.expert.EmbeddingSource;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.Experts;
import dev.majlis.foe.expert.MeasuredCosts;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.remote.FakeServer;
import dev.majlis.foe.remote.HttpExperts;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experts of every kind at once, on a real broker and real HTTP. */
class MeshExpertClientIT {
    private static final int INPUTS = 2_000;
    private static final int EXPERTS = 5;
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    /** Length and 1. */
    private static final Embedder EMBEDDER = new Embedder() {
        @Override
        public int width() {
            return 2;
        }

        @Override
        public float[][] embed(List<String> texts) {
            return texts.stream().map(text -> new float[] {text.length(), 1}).toArray(float[][]::new);
        }
    };

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static Mesh mesh;
    private static ExpertClient client;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(folder, 0);
        mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "foe-router"));
        for (int k = 0; k < EXPERTS; k++) {
            int expert = k;
            serve("frail" + k + ".ask", task -> frail(expert, task));
        }
        serve("slow.ask", task -> {
            NEVER.await(20, TimeUnit.SECONDS);
            return probabilities(1);
        });
        serve("odd.ask", task -> Json.mapper().readTree("{\"probabilities\":[0.9,0.9]}"));
        serve("wide.ask", task -> Json.mapper().readTree("{\"probabilities\":[0.5,0.25,0.25]}"));
        serve("foe-expert.moods", task -> probabilities(0.75).put("version", "2"));
        serve("writer.chat", task -> Json.mapper()
                .readTree("""
                {"choices":[{"message":{"content":"%s"}}],"usage":{"total_tokens":7}}"""
                        .formatted(task.input().path("model").asText())));
        serve("judge.score", task -> Json.mapper().readTree("{\"items\":[{\"score\":0.5}]}"));
        client = new MeshExpertClient(
                new MeshQuestions(mesh),
                new HttpExperts(Duration.ofSeconds(2), 64, uri -> Optional.empty(), uri -> true),
                EMBEDDER,
                new MeasuredCosts(),
                Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        NEVER.countDown();
        mesh.close();
        broker.close();
    }

    @Test
    void everyInputIsAnsweredOrRefusedByNameWhenEachExpertFailsOnceInFive() throws Exception {
        List<RegisteredExpert> experts = IntStream.range(0, EXPERTS)
                .mapToObj(k -> Experts.classifier("frail" + k, new Endpoint.MeshExpert("frail" + k + ".ask")))
                .map(expert -> Experts.within(expert, Duration.ofSeconds(60)))
                .toList();
        ExecutorService askers = Executors.newFixedThreadPool(16);
        List<Future<List<CallOutcome>>> all = new ArrayList<>();
        for (int input = 0; input < INPUTS; input++) {
            JsonNode number = IntNode.valueOf(input);
            Callable<List<CallOutcome>> ask = () -> client.ask(experts, number, "t", in(120));
            all.add(askers.submit(ask));
        }

        int refused = 0;
        for (int input = 0; input < INPUTS; input++) {
            List<CallOutcome> outcomes = all.get(input).get(120, TimeUnit.SECONDS);
            for (int k = 0; k < EXPERTS; k++) {
                if (fails(k, input)) {
                    refused++;
                    assertThat(outcomes.get(k)).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.code())
                            .isEqualTo("NOT_TODAY"));
                } else {
                    float good = good(k, input);
                    assertThat(outcomes.get(k))
                            .isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.features()[1])
                                    .isEqualTo(good));
                }
            }
        }
        askers.shutdown();
        assertThat(refused).isBetween(1_800, 2_200);
    }

    @Test
    void aSlowExpertHoldsUpNobodyLongerThanItsOwnTimeout() {
        var slow =
                Experts.within(Experts.classifier("slow", new Endpoint.MeshExpert("slow.ask")), Duration.ofMillis(300));
        var quick = Experts.classifier("moods", new Endpoint.Hosted("moods"));

        Instant begun = Instant.now();
        List<CallOutcome> outcomes = client.ask(List.of(slow, version(quick, "2")), TextNode.valueOf("x"), "t", in(60));

        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(code(outcomes.get(0))).isEqualTo("TIMEOUT");
        assertThat(outcomes.get(0).took()).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(outcomes.get(1)).isInstanceOf(Answered.class);
    }

    @Test
    void asksOverTheMeshAndOverHttpAtOnce() throws Exception {
        try (var server = new FakeServer(asked -> FakeServer.Answer.ok(
                "[{\"className\":\"good\",\"probability\":0.75}," + "{\"className\":\"bad\",\"probability\":0.25}]"))) {
            var terms = terms("abcdef");
            List<CallOutcome> outcomes = client.ask(
                    List.of(
                            Experts.classifier("djl", new Endpoint.DjlServing(server.url(), "m")),
                            Experts.generator(
                                    "w", 2, new Endpoint.MeshChat("writer.chat", terms), EmbeddingSource.OUTPUT),
                            Experts.generator(
                                    "p", 2, new Endpoint.MeshChat("writer.chat", terms), EmbeddingSource.PROMPT),
                            Experts.scorer("s", new Endpoint.MeshScore("judge.score", Optional.empty()))),
                    Json.mapper().readTree("{\"instruction\":\"ask\",\"response\":\"say\"}"),
                    "t",
                    in(60));

            assertThat(features(outcomes.get(0))).containsExactly(0.25f, 0.75f);
            assertThat(features(outcomes.get(1))).containsExactly(6, 1);
            assertThat(((Answered) outcomes.get(1)).text()).hasValue("abcdef");
            assertThat(features(outcomes.get(2))).containsExactly(7, 1);
            assertThat(features(outcomes.get(3))).containsExactly(0.5f);
        }
    }

    @Test
    void namesEveryWayToFail() {
        List<CallOutcome> outcomes = client.ask(
                List.of(
                        Experts.classifier("odd", new Endpoint.MeshExpert("odd.ask")),
                        Experts.classifier("wide", new Endpoint.MeshExpert("wide.ask")),
                        Experts.classifier("moods", new Endpoint.Hosted("moods")),
                        Experts.scorer("s", new Endpoint.MeshScore("judge.score", Optional.empty())),
                        Experts.within(
                                Experts.classifier("nobody", new Endpoint.MeshExpert("nobody.there")),
                                Duration.ofMillis(300)),
                        Experts.generator(
                                "w", 3, new Endpoint.MeshChat("writer.chat", terms("x")), EmbeddingSource.OUTPUT)),
                TextNode.valueOf("x"),
                "t",
                in(60));

        assertThat(outcomes.stream().map(MeshExpertClientIT::code))
                .containsExactly(
                        "PROBABILITIES_INVALID",
                        "DIM_MISMATCH",
                        "EXPERT_CHANGED",
                        "BAD_INPUT",
                        "TIMEOUT",
                        "DIM_MISMATCH");
    }

    @Test
    void asksNobodyAfterTheDeadline() {
        List<CallOutcome> outcomes = client.ask(
                List.of(Experts.classifier("moods", new Endpoint.Hosted("moods"))),
                TextNode.valueOf("x"),
                "t",
                Instant.now().minusMillis(1));

        assertThat(code(outcomes.get(0))).isEqualTo("TIMEOUT");
    }

    private static ObjectNode frail(int k, Task<JsonNode> task) {
        int input = task.input().path("input").asInt();
        if (fails(k, input)) {
            throw new MeshException(ProblemSlug.INVALID_REQUEST, "not this one").withCode("NOT_TODAY");
        }
        return probabilities(good(k, input));
    }

    private static boolean fails(int k, int input) {
        return new Random(31L * input + k).nextInt(1_000) < 200;
    }

    private static float good(int k, int input) {
        return ((input + k) % 5) / 4f;
    }

    private static ObjectNode probabilities(double good) {
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.putArray("probabilities").add(1 - good).add(good);
        return answer;
    }

    private static ChatTerms terms(String model) {
        return new ChatTerms(
                model, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static RegisteredExpert version(RegisteredExpert expert, String version) {
        var known = expert.expert();
        return Experts.of(
                dev.majlis.foe.pool.Expert.classifier(known.id(), known.labels(), known.cost(), version),
                expert.endpoint(),
                expert.features());
    }

    private static float[] features(CallOutcome outcome) {
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered) outcome).features();
    }

    private static String code(CallOutcome outcome) {
        return outcome instanceof Failed failed ? failed.code() : "";
    }

    private static Instant in(int seconds) {
        return Instant.now().plusSeconds(seconds);
    }

    private static void serve(String operation, Worker.Handler<JsonNode, JsonNode> handler) {
        int dot = operation.indexOf('.');
        mesh.start(
                Worker.of(
                        new Operation(operation.substring(0, dot), operation.substring(dot + 1)),
                        JsonNode.class,
                        "expert-answer",
                        handler),
                WorkerSettings.defaults().withRetryDelays(List.of()));
    }
}
