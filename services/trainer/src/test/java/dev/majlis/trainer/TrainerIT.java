package dev.majlis.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.testkit.KafkaBroker;
import dev.majlis.trainer.fake.TrainerProcess;
import dev.majlis.trainer.fake.TrainerProcess.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged service with a real broker and a tiny encoder. */
class TrainerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String JOBS = "/trainer/v1/jobs";

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static TrainerProcess trainer;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(folder.resolve("broker"), 0);
        trainer = TrainerProcess.start(folder, broker.bootstrapServers());
        Files.writeString(folder.resolve("data/broken.csv"), "instruction,response,label\na,b,1\nc,d\n");
        Files.writeString(folder.resolve("data/label.csv"), "instruction,response,label\na,b,1\nc,d,2\n");
        Files.writeString(folder.resolve("secret.jsonl"), rows(1));
    }

    @AfterAll
    static void stop() {
        trainer.close();
        broker.close();
    }

    /** Right is the answer yes. */
    static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"instruction\":\"Is there a house number %d?\",\"response\":\"%s\",\"label\":%d}"
                        .formatted(i / 2, i % 2 == 0 ? "yes, there is" : "no", 1 - i % 2))
                .collect(Collectors.joining("\n"));
    }

    static String job(String data, int epochs) {
        return """
               {"task":"scorer","model":"tiny","data":%s,"seed":7,"parameters":{"epochs":%d,"batchSize":4,"maxTokens":32,
                "microTokens":256,"learningRate":0.001,"checkpointEvery":10}}"""
                .formatted(data, epochs);
    }

    private static String inline(int count) {
        return "[" + rows(count).replace("\n", ",") + "]";
    }

    private static String submit(String body) {
        Answer answer = trainer.post(JOBS, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().get("id").asText();
    }

    private static JsonNode ended(String id) {
        await().atMost(PATIENCE).until(() -> !List.of("QUEUED", "RUNNING").contains(state(id)));
        return trainer.get(JOBS + "/" + id).json();
    }

    private static String state(String id) {
        return trainer.get(JOBS + "/" + id).json().get("state").asText();
    }

    @Test
    void trainsToTheEndAndTellsEverythingThatHappened() throws Exception {
        Files.writeString(folder.resolve("data/pairs.jsonl"), rows(16));

        Answer accepted = trainer.post(JOBS, job("{\"file\":\"pairs.jsonl\"}", 20));
        String id = accepted.json().get("id").asText();
        List<JsonNode> events = events(trainer.get(JOBS + "/" + id + "/events"));

        assertThat(accepted.headers()).containsEntry("location", List.of(JOBS + "/" + id));
        assertThat(events)
                .extracting(event -> event.get("seq").asLong())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, events.size())
                        .mapToObj(i -> (long) i)
                        .toList());
        List<JsonNode> updates =
                events.stream().filter(event -> event.has("progress")).toList();
        assertThat(updates).hasSize(80);
        assertThat(updates.get(79).at("/progress/loss").asDouble())
                .isLessThan(updates.get(0).at("/progress/loss").asDouble());
        assertThat(updates.get(40).at("/progress/tokensPerSecond").asDouble()).isPositive();
        assertThat(events.get(events.size() - 1).get("state").asText()).isEqualTo("SUCCEEDED");
        JsonNode result = trainer.get(JOBS + "/" + id + "/result").json().get("result");
        assertThat(result.at("/lineage/rows").asInt()).isEqualTo(16);
        assertThat(result.at("/lineage/parameters/warmUp").asDouble()).isEqualTo(.06);
        assertThat(result.at("/lineage/dataSha256").asText()).hasSize(64);
        assertThat(result.at("/metrics/updates").asInt()).isEqualTo(80);
        assertThat(result.get("artefacts").findValuesAsText("path"))
                .contains("config.json", "model.safetensors", "tokenizer.json");
        assertThat(facts(id)).endsWith("SUCCEEDED");
        assertThat(events(trainer.get(JOBS + "/" + id + "/events", "Last-Event-ID", "80")))
                .extracting(event -> event.get("seq").asLong())
                .first()
                .isEqualTo(81L);
    }

    @Test
    void publishesWhatItMadeForEveryoneAndGoesBack() {
        String first = submit(job(inline(8), 1));
        String second = submit(job(inline(8), 2));
        ended(first);
        ended(second);

        assertThat(trainer.post(JOBS + "/" + first + "/publish", "{\"model\":\"judge\"}")
                        .status())
                .isEqualTo(200);
        assertThat(trainer.post(JOBS + "/" + second + "/publish", "{\"model\":\"judge\"}")
                        .status())
                .isEqualTo(200);

        try (Mesh scorer = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "scorer"))) {
            ModelVersion current = scorer.registry().current("judge").orElseThrow();
            assertThat(current.version()).isEqualTo(second);
            assertThat(current.licence()).isEqualTo("Apache-2.0");
            Path fetched = ModelBlobs.in(folder.resolve("blobs")).fetch(current, folder.resolve("fetched"));
            assertThat(fetched.resolve("model.safetensors")).isRegularFile();
            Answer back = trainer.post("/trainer/v1/models/judge/rollback", "");
            assertThat(back.status()).as(back.body()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(
                            () -> scorer.registry().current("judge").map(ModelVersion::version),
                            Optional.of(first)::equals);
        }
        assertThat(trainer.get("/trainer/v1/models")
                        .json()
                        .at("/models/0/version")
                        .asText())
                .isEqualTo(first);
        assertThat(trainer.post("/trainer/v1/models/judge/rollback", "").status())
                .isEqualTo(422);
        assertThat(trainer.get(JOBS + "/" + second).json().get("published").asText())
                .isEqualTo("judge@" + second);
        // what was published can be trained further
        String further = submit(job(inline(8), 1).replace("\"tiny\"", "\"judge\""));
        assertThat(ended(further).get("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void runsOneJobAfterTheOtherAndCancelsRunningAndWaitingOnes() {
        String running = submit(job(inline(8), 1_000));
        String waiting = submit(job(inline(8), 1));
        String last = submit(job(inline(8), 1));
        await().atMost(PATIENCE).until(() -> state(running), "RUNNING"::equals);
        await().atMost(PATIENCE)
                .until(() -> trainer.get(JOBS + "/" + running).json().has("step"));

        assertThat(state(last)).isEqualTo("QUEUED");
        assertThat(trainer.get(JOBS + "/" + last + "/result").status()).isEqualTo(409);
        assertThat(trainer.delete(JOBS + "/" + waiting).json().get("state").asText())
                .isEqualTo("CANCELLED");
        trainer.delete(JOBS + "/" + running);

        assertThat(ended(running).get("state").asText()).isEqualTo("CANCELLED");
        assertThat(ended(last).get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(trainer.post(JOBS + "/" + running + "/publish", "").status()).isEqualTo(422);
        assertThat(events(trainer.get(JOBS + "/" + waiting + "/events")))
                .extracting(event -> event.get("state").asText())
                .containsExactly("CANCELLED");
    }

    @Test
    void makesOneJobOfOneIdempotencyKey() {
        String body = job(inline(4), 1);

        Answer first = trainer.post(JOBS, body, "Idempotency-Key", "once");
        Answer again = trainer.post(JOBS, body, "Idempotency-Key", "once");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(again.headers()).containsEntry("idempotency-replayed", List.of("true"));
        assertThat(trainer.post(JOBS, job(inline(4), 2), "Idempotency-Key", "once")
                        .status())
                .isEqualTo(422);
        ended(first.json().get("id").asText());
    }

    static Stream<Arguments> hostile() {
        String row = "{\"instruction\":\"a\",\"response\":\"b\",\"label\":1}";
        return Stream.of(
                Arguments.of("{\"task\":", 400, "invalid-request"),
                Arguments.of("[1]", 400, "expected an object"),
                Arguments.of("null", 400, "expected an object"),
                Arguments.of("{}", 400, "/task: is required"),
                Arguments.of(
                        job("[" + row + "]", 1).replace("scorer", "alchemy"), 400, "'alchemy' is not one of scorer"),
                Arguments.of(job("[" + row + "]", 1).replace("tiny", "nothing"), 404, "unknown-model"),
                Arguments.of(job("[" + row + "]", 1).replace("tiny", "minilm-l6-v2-onnx-q"), 422, "cannot be trained"),
                Arguments.of(job("[" + row + "]", 1).replace("epochs", "epoch"), 400, "/parameters/epoch"),
                Arguments.of(job("[" + row + "]", 0), 400, "/parameters/epochs"),
                Arguments.of(job("[" + row + "]", 1).replace("seed", "sead"), 400, "/sead: unknown field"),
                Arguments.of(job("[" + row + "]", 1).replace(":7", ":7.5"), 400, "/seed"),
                Arguments.of(job("[]", 1), 400, "/data"),
                Arguments.of(job("7", 1), 400, "/data"),
                Arguments.of(job("{}", 1), 400, "/data"),
                Arguments.of(job("[" + row + ",{\"instruction\":\"a\"}]", 1), 422, "line 2: response is missing"),
                Arguments.of(job("[" + row + ",3]", 1), 422, "line 2: is no JSON object"),
                Arguments.of(job("[" + "1,".repeat(1 << 20) + "1]", 1), 413, "the limit is 1048576"),
                Arguments.of(job("{\"file\":\"../secret.jsonl\"}", 1), 422, "there is no file"),
                Arguments.of(job("{\"file\":\"/etc/passwd\"}", 1), 422, "there is no file"),
                Arguments.of(job("{\"file\":\"a\\u0000.jsonl\"}", 1), 400, "/data/file"),
                Arguments.of(job("{\"file\":\"broken.csv\"}", 1), 422, "line 3: has 2 values, there are 3 columns"),
                Arguments.of(job("{\"file\":\"label.csv\"}", 1), 422, "line 3: label is"),
                Arguments.of(job("\"http://169.254.169.254/a.jsonl\"", 1), 422, "/data/url"),
                Arguments.of(job("\"https://elsewhere.example/a.jsonl\"", 1), 422, "majlis.trainer.data.hosts"),
                Arguments.of(job("\"not an address\"", 1), 400, "is no address"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWhatItCannotUseAndSaysWhy(String body, int status, String words) {
        Answer answer = trainer.post(JOBS, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body())
                .contains(words)
                .contains("urn:majlis:problem:")
                .doesNotContain("Exception");
    }

    @Test
    void failsAJobWhoseAddressDoesNotAnswer() {
        String id = submit(job("{\"url\":\"http://localhost:1/a.jsonl\"}", 1));

        JsonNode failed = ended(id);

        assertThat(failed.get("state").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/error/detail").asText()).contains("the host 'localhost' does not answer");
        assertThat(trainer.get(JOBS + "/" + id + "/result").status()).isEqualTo(422);
    }

    @Test
    void knowsNoJobsOfOthers() {
        String id = submit(job(inline(4), 1));
        ended(id);

        assertThat(trainer.get(JOBS + "/" + id, "X-Majlis-Tenant", "somebody-else")
                        .status())
                .isEqualTo(404);
        assertThat(trainer.get(JOBS + "/" + id + "/events", "X-Majlis-Tenant", "somebody-else")
                        .status())
                .isEqualTo(404);
        assertThat(trainer.get(JOBS + "/nothing").status()).isEqualTo(404);
        assertThat(trainer.get(JOBS + "/" + id + "/events", "Last-Event-ID", "x")
                        .status())
                .isEqualTo(400);
    }

    static List<JsonNode> events(Answer stream) {
        return stream.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> Json.read(line.substring(5).getBytes(StandardCharsets.UTF_8), JsonNode.class))
                .toList();
    }

    /** The states that the mesh was told. */
    private static List<String> facts(String id) {
        List<String> states = new ArrayList<>();
        try (var reader = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partition = new TopicPartition("majlis.trainer.events.v1", 0);
            await().atMost(PATIENCE).until(() -> reader.partitionsFor(partition.topic()), list -> !list.isEmpty());
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            await().atMost(PATIENCE).until(() -> {
                reader.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(id)) {
                        states.add(Json.read(record.value().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                                .get("state")
                                .asText());
                    }
                });
                return states.contains("SUCCEEDED");
            });
        }
        return states;
    }
}
