package dev.majlis.foe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.fake.RouterProcess;
import dev.majlis.foe.fake.RouterProcess.Answer;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged router dies in the middle of a job whose calls cost money. */
class KilledRouterIT {
    private static final int ROWS = 120;
    private static final int IN_FLIGHT = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    @Test
    void goesOnWhereItWasKilledAndPaysNoKeptCallAgain() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"), 0);
                Mesh mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "words"))) {
            mesh.start(expert(), WorkerSettings.defaults());
            RouterProcess router = RouterProcess.start(folder.resolve("router"), broker.bootstrapServers());
            prepare(router);
            String job = accepted(
                    router.post("/pools/p/outputs", "{\"dataset\":\"train\",\"in_flight\":%d}".formatted(IN_FLIGHT)));
            await().atMost(PATIENCE).until(() -> calls.size() > ROWS / 4);
            router.kill();

            try (RouterProcess again = RouterProcess.start(folder.resolve("router"), broker.bootstrapServers())) {
                await().atMost(PATIENCE).until(() -> state(again, job).equals("SUCCEEDED"));
                JsonNode ended = again.get("/jobs/" + job).json();

                assertThat(ended.path("attempts").asInt()).isEqualTo(2);
                assertThat(ended.at("/result/cached").asInt()).isGreaterThan(ROWS / 8);
                assertThat(calls).hasSize(ROWS);
                // what was under way when it died could not be kept
                assertThat(calls.values().stream().mapToInt(AtomicInteger::get).sum())
                        .isLessThanOrEqualTo(ROWS + 2 * IN_FLIGHT);
            }
        }
    }

    private Worker<JsonNode, ObjectNode> expert() {
        return Worker.of(new Operation("words", "classify"), JsonNode.class, "expert-answer", task -> {
            calls.computeIfAbsent(task.input().path("input").asText(), unseen -> new AtomicInteger())
                    .incrementAndGet();
            LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
            ObjectNode answer = Json.mapper().createObjectNode();
            answer.putArray("probabilities").add(0.5).add(0.5);
            return answer;
        });
    }

    private static void prepare(RouterProcess router) {
        assertThat(router.post(
                                "/experts",
                                """
                                {"id":"e0","kind":"classifier","labels":["a","b"],
                                 "endpoint":{"type":"mesh","operation":"words.classify"}}""")
                        .status())
                .isEqualTo(201);
        assertThat(router.post("/pools", "{\"id\":\"p\",\"experts\":[\"e0\"]}").status())
                .isEqualTo(201);
        String rows = IntStream.range(0, ROWS)
                .mapToObj(i -> "{\"id\":\"%d\",\"input\":\"word %d\",\"label\":\"a\"}".formatted(i, i))
                .collect(Collectors.joining(","));
        assertThat(router.post("/pools/p/datasets", "{\"name\":\"train\",\"role\":\"fuser\",\"rows\":[" + rows + "]}")
                        .status())
                .isEqualTo(201);
    }

    private static String accepted(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    private static String state(RouterProcess router, String job) {
        return router.get("/jobs/" + job).json().path("state").asText();
    }
}
