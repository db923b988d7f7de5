package dev.majlis.cappy.kafka;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.fake.PublishedModels;
import dev.majlis.cappy.fake.RealModels;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelFile;
import dev.majlis.mesh.registry.ModelVersion;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions are published on a real broker and served by the service with real, small models. */
@QuarkusTest
@TestProfile(PublishedModels.class)
class PublishedScorersIT {
    private static final int CALLERS = 200;
    private static final double EXACT = 1e-4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** What the last bias of each version was moved by, and so every score. */
    private static final Map<String, Float> MOVED = Map.of("1", 0f, "2", 1f, "3", -1f);

    @ConfigProperty(name = "majlis.mesh.bootstrap-servers")
    String brokers;

    private final HttpClient http = HttpClient.newHttpClient();
    private Mesh trainer;

    @BeforeEach
    void connect() {
        trainer = Mesh.connect(MeshSettings.of(brokers, "trainer"));
        await().atMost(PATIENCE).until(() -> given().get("/v2/health/ready").statusCode() == 200);
    }

    @AfterEach
    void disconnect() {
        trainer.close();
    }

    @Test
    void aNewVersionTakesOverAmidTwoHundredRequestsWithoutAFailureOrAMixture() throws Exception {
        publish("swap", "1");
        awaitVersion("swap", "1");
        double[] first = scores(parse(ask("swap").get().body()));
        var answers = new AtomicInteger();
        var byOld = new AtomicInteger();

        CompletableFuture<?>[] callers = IntStream.range(0, CALLERS)
                .mapToObj(caller -> untilTheNewVersionAnswers(first, answers, byOld))
                .toArray(CompletableFuture[]::new);
        await().atMost(PATIENCE).until(() -> byOld.get() >= CALLERS);
        publish("swap", "2");
        CompletableFuture.allOf(callers).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(byOld.get()).isGreaterThanOrEqualTo(CALLERS);
        assertThat(answers.get()).isGreaterThanOrEqualTo(byOld.get() + CALLERS);
    }

    /** Every answer must be 200, and all its scores those of the version that it names. */
    private CompletableFuture<Void> untilTheNewVersionAnswers(
            double[] first, AtomicInteger answers, AtomicInteger byOld) {
        return ask("swap").thenCompose(response -> {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            JsonNode answer = parse(response.body());
            String version = answer.path("model_version").asText();
            double[] scores = scores(answer);
            for (int i = 0; i < first.length; i++) {
                assertThat(scores[i]).as("version " + version).isCloseTo(first[i] + MOVED.get(version), within(EXACT));
            }
            answers.incrementAndGet();
            if (version.equals("2")) {
                return CompletableFuture.completedFuture(null);
            }
            byOld.incrementAndGet();
            return untilTheNewVersionAnswers(first, answers, byOld);
        });
    }

    @Test
    void everyAnswerSaysWhichVersionJudgedAndARollbackBringsTheOldOneBack() throws Exception {
        publish("told", "1");
        awaitVersion("told", "1");
        publish("told", "2");
        awaitVersion("told", "2");

        JsonNode model = parse(given().get("/cappy/v1/models/told").asString());
        assertThat(model.path("base").asText()).isEqualTo("roberta-tiny");
        assertThat(model.path("score_kind").asText()).isEqualTo("regression01");
        assertThat(model.path("previous").asText()).isEqualTo("1");
        assertThat(model.path("published_at").asText()).isNotEmpty();
        assertThat(model.has("calibration")).isFalse();
        assertThat(post(
                                "/cappy/v1/best-of",
                                """
                                {"model":"told","policy":"cappy","instruction":"Say it.","candidates":["one","two"]}""")
                        .at("/scorer/version")
                        .asText())
                .isEqualTo("2");
        assertThat(post(
                                "/cappy/v1/classify",
                                """
                                {"model":"told","items":[{"instruction":"Say it.","choices":["one","two"]}]}""")
                        .path("model_version")
                        .asText())
                .isEqualTo("2");
        given().contentType("application/json")
                .body("{\"model\":\"told\",\"queries\":\"a\",\"documents\":\"b\"}")
                .post("/score")
                .then()
                .statusCode(200)
                .header("Majlis-Model-Version", "2");

        trainer.registry().rollback("told");

        awaitVersion("told", "1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(PublishedModels.HOME.resolve("store/told@2"))
                .doesNotExist());
        assertThat(PublishedModels.HOME.resolve("store/told@1")).exists();
    }

    @Test
    void aBrokenFileIsRefusedWithAnEventAndTheOldVersionStays() throws Exception {
        publish("sound", "1");
        awaitVersion("sound", "1");
        ModelVersion broken = version("sound", "3");
        ModelFile weights = broken.files().stream()
                .filter(file -> file.path().endsWith(".safetensors"))
                .findFirst()
                .orElseThrow();
        Path blob = PublishedModels.BLOBS.resolve(weights.uri().substring("blob:".length()));
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length - 1] ^= 1;
        Files.write(blob, bytes);

        trainer.registry().publish(broken);

        await().atMost(PATIENCE)
                .until(() -> parse(given().get("/cappy/v1/models/sound").asString())
                        .at("/refused/version")
                        .asText()
                        .equals("3"));
        JsonNode model = parse(given().get("/cappy/v1/models/sound").asString());
        assertThat(model.path("state").asText()).isEqualTo("ready");
        assertThat(model.path("version").asText()).isEqualTo("1");
        assertThat(model.at("/refused/reason").asText()).contains("model.safetensors");
        assertThat(ask("sound").get().statusCode()).isEqualTo(200);
        awaitEvent("refused", "sound", "3");
    }

    @Test
    void aWithdrawnModelIsNotServedAnyLonger() throws Exception {
        publish("gone", "1");
        awaitVersion("gone", "1");

        trainer.registry().withdraw("gone");

        await().atMost(PATIENCE)
                .until(() -> given().get("/cappy/v1/models/gone").statusCode() == 404);
    }

    private void publish(String model, String version) throws IOException {
        trainer.registry().publish(version(model, version));
    }

    private static ModelVersion version(String model, String version) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(PublishedModels.HOME), "trained");
        RealModels.moved(MOVED.get(version), folder.resolve("model.safetensors"));
        for (String name : List.of("config.json", "tokenizer.json")) {
            Files.copy(RealModels.TINY.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder.resolve("card.md"), "# A small one");
        return new ModelVersion(
                model,
                version,
                "pair-scorer",
                "regression01",
                "roberta-tiny",
                "Apache-2.0",
                ModelBlobs.in(PublishedModels.BLOBS).store(folder),
                Map.of(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }

    private static void awaitVersion(String model, String version) {
        await().atMost(PATIENCE)
                .until(() -> parse(given().get("/cappy/v1/models/" + model).asString())
                        .path("version")
                        .asText()
                        .equals(version));
    }

    private CompletableFuture<HttpResponse<String>> ask(String model) {
        String body =
                """
                {"model":"%s","items":[
                  {"instruction":"What is the sea made of?","response":"Water."},
                  {"instruction":"What is the sea made of?","response":"Cheese, and then some more of it."},
                  {"instruction":"Name a river.","response":"The Nile"},
                  {"instruction":"Name a river.","response":"A river is a river is a river is a river."}]}"""
                        .formatted(model);
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/cappy/v1/score"))
                        .header("content-type", "application/json")
                        .header("X-Request-Timeout-Ms", Long.toString(PATIENCE.toMillis()))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode post(String path, String body) {
        return parse(given().contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static double[] scores(JsonNode answer) {
        return StreamSupport.stream(answer.path("items").spliterator(), false)
                .mapToDouble(item -> item.path("score").asDouble())
                .toArray();
    }

    private static JsonNode parse(String json) {
        return Json.read(json.getBytes(UTF_8), JsonNode.class);
    }

    private void awaitEvent(String outcome, String model, String version) {
        var partition = new TopicPartition("majlis.cappy-scorer.events.v1", 0);
        try (var reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(reader.partitionsFor(partition.topic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            reader.seekToBeginning(reader.assignment());
            await().atMost(PATIENCE).pollInSameThread().until(() -> {
                var records = reader.poll(Duration.ofMillis(200));
                return StreamSupport.stream(records.spliterator(), false)
                        .filter(record -> new String(
                                        record.headers().lastHeader("ce_type").value(), UTF_8)
                                .equals("majlis.cappy-scorer.scorer-version.events.v1"))
                        .map(record -> parse(new String(record.value(), UTF_8)))
                        .anyMatch(fact -> fact.path("outcome").asText().equals(outcome)
                                && fact.path("model").asText().equals(model)
                                && fact.path("version").asText().equals(version));
            });
        }
    }
}
