package dev.majlis.foe.rest;

import static dev.majlis.foe.fake.FoeApi.classifier;
import static dev.majlis.foe.fake.FoeApi.dataset;
import static dev.majlis.foe.fake.FoeApi.get;
import static dev.majlis.foe.fake.FoeApi.json;
import static dev.majlis.foe.fake.FoeApi.post;
import static dev.majlis.foe.fake.FoeApi.rows;
import static dev.majlis.foe.fake.FoeApi.succeeded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.majlis.foe.fake.FoeApi;
import dev.majlis.foe.fake.LocalTrainer;
import dev.majlis.foe.fake.WordExperts;
import dev.majlis.foe.fake.WordWorld;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** From experts to a report, over REST and over a real broker. */
@QuarkusTest
@TestProfile(WordWorld.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeLifeIT {
    private static final String FRUGAL = "{\"name\":\"foe_frugal\",\"lambda\":0.05}";

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @Inject
    WordExperts experts;

    @Inject
    LocalTrainer trainer;

    @ConfigProperty(name = "majlis.mesh.bootstrap-servers")
    String brokers;

    @Test
    @Order(1)
    void trainsAFuserOnWhatExpertsSaid() {
        for (int k = 0; k < 3; k++) {
            classifier("w" + k, 1 + k);
        }
        FoeApi.pool("p", "w");
        JsonNode added = json(dataset("p", "train", "fuser", rows(600, 1)), 201);
        json(dataset("p", "held", "estimate", rows(240, 2)), 201);
        json(dataset("p", "test", "test", rows(300, 3)), 201);

        JsonNode outputs = succeeded(post("/pools/p/outputs", "{\"dataset\":\"train\",\"in_flight\":4}"));
        succeeded(post("/pools/p/outputs", "{\"dataset\":\"held\"}"));
        succeeded(post("/pools/p/outputs", "{\"dataset\":\"test\"}"));
        JsonNode knn = succeeded(post(
                "/pools/p/fusers", "{\"dataset\":\"train\",\"estimate\":\"held\",\"model\":\"knn\",\"promote\":true}"));
        JsonNode logreg = succeeded(post("/pools/p/fusers", "{\"dataset\":\"train\",\"model\":\"logreg\"}"));

        assertThat(added.path("accepted").asInt()).isEqualTo(600);
        assertThat(outputs.path("asked").asInt()).isEqualTo(1800);
        assertThat(knn.at("/metrics/foe_full_accuracy").asDouble())
                .isGreaterThan(knn.at("/metrics/best_single_accuracy").asDouble() + 0.1);
        assertThat(logreg.at("/metrics/foe_full_accuracy").asDouble()).isGreaterThan(0.8);
        assertThat(json(get("/pools/p"), 200).path("fuser").asText())
                .isEqualTo(knn.path("fuser").asText());
    }

    @Test
    @Order(2)
    void neverPaysACallTwice() {
        int before = experts.calls("w0");

        JsonNode again = succeeded(post("/pools/p/outputs", "{\"dataset\":\"train\"}"));

        assertThat(again.path("cached").asInt()).isEqualTo(1800);
        assertThat(experts.calls("w0")).isEqualTo(before);
    }

    @Test
    @Order(3)
    void answersTheSameOverRestAndOverKafka() throws Exception {
        String body = "{\"inputs\":[\"a d0 77\",\"b d1 78\",\"c d2 79\"],\"ids\":[\"x1\",\"x2\",\"x3\"],\"policy\":"
                + FRUGAL + "}";

        JsonNode rest = json(post("/pools/p/predict", body), 200);
        ObjectNode asked = (ObjectNode) Json.mapper().readTree(body);
        JsonNode kafka = overKafka("predict", asked.put("pool", "p"));

        assertThat(withoutTimes(kafka)).isEqualTo(withoutTimes(rest));
        assertThat(rest.at("/results/0/label").asText()).isEqualTo("a");
        assertThat(rest.at("/results/0/stop_reason").asText()).isIn("COST", "ALL");
        assertThat(rest.at("/results/0/experts")).isNotEmpty();
    }

    @Test
    @Order(4)
    void tellsHowItDecidedAndJoinsLateLabels() throws Exception {
        json(
                post("/pools/p/predict", "{\"inputs\":[\"a d0 990\"],\"ids\":[\"late-1\"],\"policy\":" + FRUGAL + "}"),
                200);

        JsonNode decision = json(get("/decisions/late-1"), 200);
        JsonNode joined = json(
                post(
                        "/pools/p/labels",
                        "{\"labels\":[{\"id\":\"late-1\",\"label\":\"a\"},{\"id\":\"nobody\",\"label\":\"b\"}]}"),
                200);
        ObjectNode more = Json.mapper().createObjectNode().put("pool", "p");
        more.putArray("labels").addObject().put("id", "x2").put("label", "b");
        JsonNode overKafka = overKafka("label", more);

        assertThat(decision.path("considered").get(0)).hasSize(3);
        assertThat(decision.at("/versions/w1").asText()).isEqualTo("1");
        assertThat(joined.path("joined").asInt()).isEqualTo(1);
        assertThat(joined.path("unknown").get(0).asText()).isEqualTo("nobody");
        assertThat(overKafka.path("joined").asInt()).isEqualTo(1);
        assertThat(json(get("/pools/p/drift"), 200).path("labelled").asInt()).isEqualTo(2);
    }

    @Test
    @Order(5)
    void keepsABudgetOnAverage() {
        StringBuilder inputs = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            inputs.append(i == 0 ? "" : ",")
                    .append("\"%s d%d %d\"".formatted("abc".charAt(i % 3), (i / 3) % 3, 5_000 + i));
        }

        JsonNode answer = json(
                post("/pools/p/predict", "{\"inputs\":[" + inputs + "],\"policy\":\"foe_frugal\",\"budget\":3}"), 200);

        double cost = 0;
        for (JsonNode result : answer.path("results")) {
            cost += result.path("cost").asDouble();
        }
        assertThat(cost / 200).isLessThanOrEqualTo(3 * 1.02);
    }

    @Test
    @Order(6)
    void answersWithoutAnExpertThatIsDown() {
        experts.breakDown("w1", true);

        JsonNode answer = json(post("/pools/p/predict", "{\"inputs\":[\"b d1 1\"],\"policy\":\"foe_full\"}"), 200);
        for (int k = 0; k < 3; k++) {
            experts.breakDown("w" + k, true);
        }
        JsonNode nobody = json(post("/pools/p/predict", "{\"inputs\":[\"b d1 1\"],\"policy\":\"foe_full\"}"), 424);
        for (int k = 0; k < 3; k++) {
            experts.breakDown("w" + k, false);
        }

        assertThat(answer.at("/results/0/degraded").asBoolean()).isTrue();
        assertThat(answer.at("/results/0/experts/1/error").asText()).isEqualTo("UNREACHABLE");
        assertThat(nobody.path("code").asText()).isEqualTo("ALL_EXPERTS_FAILED");
        assertThat(json(get("/experts/w0"), 200).at("/health/state").asText()).isEqualTo("DOWN");
        assertThat(json(post("/experts/w0/probe", "{\"input\":\"a d0 1\"}"), 200)
                        .path("ok")
                        .asBoolean())
                .isTrue();
        assertThat(json(get("/experts/w0"), 200).at("/health/state").asText()).isEqualTo("UP");
    }

    @Test
    @Order(7)
    void reportsEveryPolicyAndTheSameBytesAgain() {
        JsonNode first = succeeded(post("/pools/p/evaluations", "{\"dataset\":\"test\"}"));
        JsonNode second = succeeded(post("/pools/p/evaluations", "{\"dataset\":\"test\"}"));
        String one = first.path("report").asText();
        String other = second.path("report").asText();

        assertThat(given().get(one).asByteArray()).isEqualTo(given().get(other).asByteArray());
        assertThat(given().get(one + "/pareto.svg").asString()).startsWith("<svg");
        assertThat(given().get(one + "/table.txt").asString())
                .contains("oracle")
                .contains("foe_full");
        assertThat(json(get("/pools/p/evaluations"), 200).path("evaluations")).hasSize(2);
    }

    @Test
    @Order(8)
    void promotesAndGoesBack() {
        JsonNode fusers = json(get("/pools/p/fusers"), 200).path("fusers");
        String knn = fusers.get(0).path("id").asText();
        String logreg = fusers.get(1).path("id").asText();

        json(post("/pools/p/fusers/" + logreg + "/promote", ""), 200);
        String promoted = answeredBy();
        json(post("/pools/p/fusers/rollback", ""), 200);
        String back = answeredBy();

        assertThat(promoted).isEqualTo(logreg);
        assertThat(back).isEqualTo(knn);
    }

    @Test
    @Order(9)
    void speaksTheOpenInferenceProtocol() {
        var answer = given().contentType("application/json")
                .body("{\"id\":\"7\",\"inputs\":[{\"name\":\"input\",\"datatype\":\"BYTES\",\"shape\":[2],"
                        + "\"data\":[\"a d0 1\",\"c d2 2\"]}],\"parameters\":{\"policy\":\"foe_full\"}}")
                .post("/v2/models/p/infer");

        JsonNode body = json(answer, 200);
        assertThat(body.path("id").asText()).isEqualTo("7");
        assertThat(body.at("/outputs/0/data").toString()).isEqualTo("[\"a\",\"c\"]");
        assertThat(body.at("/outputs/1/shape").toString()).isEqualTo("[2,3]");
        assertThat(given().get("/v2/models/p/ready").statusCode()).isEqualTo(200);
        assertThat(given().get("/v2/models/p").path("platform").toString()).isEqualTo("majlis-foe");
        assertThat(given().get("/v2/models/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(10)
    void refusesAFuserWhoseExpertHasChanged() {
        String change =
                """
                {"kind":"classifier","labels":["a","b","c"],"cost":{"money":1},"expected_version":"%s",
                 "endpoint":{"type":"mesh","operation":"words.w0"}}""";

        JsonNode stale = json(
                given().contentType("application/json")
                        .body(change.formatted("9"))
                        .put("/foe/v1/experts/w0"),
                409);
        JsonNode changed = json(
                given().contentType("application/json")
                        .body(change.formatted("1"))
                        .put("/foe/v1/experts/w0"),
                200);
        await().until(() ->
                post("/pools/p/predict", "{\"inputs\":[\"a d0 1\"]}").statusCode() == 409);
        JsonNode refused = json(post("/pools/p/predict", "{\"inputs\":[\"a d0 1\"]}"), 409);

        assertThat(stale.path("code").asText()).isEqualTo("VERSION_CONFLICT");
        assertThat(changed.path("version").asText()).isEqualTo("2");
        assertThat(refused.path("code").asText()).isEqualTo("EXPERT_CHANGED");
        json(post("/pools/p/predict", "{\"inputs\":[\"a d0 1\"],\"allow_stale\":true}"), 200);
    }

    @Test
    @Order(11)
    void hasAPerceptronTrained() {
        json(post("/pools", "{\"id\":\"deep\",\"experts\":[\"w0\",\"w1\",\"w2\"]}"), 201);
        json(dataset("deep", "train", "fuser", rows(600, 41)), 201);
        succeeded(post("/pools/deep/outputs", "{\"dataset\":\"train\"}"));

        JsonNode result = succeeded(
                post("/pools/deep/fusers", "{\"dataset\":\"train\",\"model\":\"masked_mlp\",\"promote\":true}"));
        JsonNode fuser = json(get("/pools/deep/fusers/" + result.path("fuser").asText()), 200);
        JsonNode answer = json(post("/pools/deep/predict", "{\"inputs\":[\"a d0 1\"],\"policy\":\"foe_full\"}"), 200);

        assertThat(trainer.jobs()).isEqualTo(1);
        assertThat(result.at("/metrics/foe_full_accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(fuser.path("curve")).hasSize(2);
        assertThat(fuser.at("/curve/1/validation_loss").asDouble()).isEqualTo(0.5);
        assertThat(answer.at("/results/0/label").asText()).isEqualTo("a");
    }

    @Test
    @Order(12)
    void choosesAmongGeneratorsByThePrompt() {
        for (int k = 0; k < 3; k++) {
            json(
                    post(
                            "/experts",
                            """
                            {"id":"g%d","kind":"generator","cost":{"money":%d},
                             "endpoint":{"type":"mesh_chat","operation":"jais-chat.chat","terms":{"model":"m"}}}"""
                                    .formatted(k, 1 + k)),
                    201);
        }
        json(post("/pools", "{\"id\":\"talkers\",\"experts\":[\"g0\",\"g1\",\"g2\"]}"), 201);
        json(dataset("talkers", "train", "fuser", prompts(300)), 201);
        succeeded(post("/pools/talkers/outputs", "{\"dataset\":\"train\"}"));
        succeeded(post(
                "/pools/talkers/fusers",
                "{\"dataset\":\"train\",\"kappa\":20,\"quality\":\"exact\",\"promote\":true}"));
        int before = experts.calls("g0") + experts.calls("g1") + experts.calls("g2");

        JsonNode routed = json(
                post("/pools/talkers/route", "{\"inputs\":[\"say d1 d1 d1 d1\"],\"policy\":\"route_by_prompt\"}"), 200);
        int asked = experts.calls("g0") + experts.calls("g1") + experts.calls("g2") - before;
        JsonNode said = json(
                post("/pools/talkers/predict", "{\"inputs\":[\"say d1 d1 d1 d1\"],\"policy\":\"route_by_prompt\"}"),
                200);

        assertThat(routed.at("/results/0/expert").asText()).isEqualTo("g1");
        assertThat(asked).isZero();
        assertThat(said.at("/results/0/text").asText()).isEqualTo("SAY D1 D1 D1 D1");
        assertThat(said.at("/results/0/experts")).hasSize(1);
    }

    @Test
    @Order(13)
    void tellsTheMeshWhatItsSchemasSay() throws Exception {
        Set<String> seen = new HashSet<>();
        for (String topic : List.of("decisions.events.v1", "expert-calls.events.v1", "events.v1")) {
            for (var fact : facts("majlis.foe-router." + topic)) {
                String urn =
                        new String(fact.headers().lastHeader("ce_dataschema").value(), StandardCharsets.UTF_8);
                String name = urn.substring("urn:majlis:schema:".length(), urn.lastIndexOf(':'));
                JsonNode schema =
                        Json.mapper().readTree(Files.readAllBytes(Path.of("../../schemas/" + name + ".v1.json")));
                seen.add(name);
                assertThat(SCHEMAS.getSchema(schema).validate(Json.mapper().readTree(fact.value())))
                        .isEmpty();
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("foe-decision", "foe-expert-call", "foe-job");
    }

    /** A prompt of domain k is answered by its words in capitals. */
    private static String prompts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String words = ("say" + " d%d".formatted(i % 3).repeat(4)) + " " + "!".repeat(i / 3 % 4)
                            + (char) ('A' + i % 20);
                    return "{\"id\":\"p%d\",\"input\":\"%s\",\"references\":[\"%s\"]}"
                            .formatted(i, words, words.toUpperCase(Locale.ROOT));
                })
                .collect(Collectors.joining("\n"));
    }

    private List<ConsumerRecord<byte[], byte[]>> facts(String topic) {
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
                return !read.isEmpty();
            });
        }
        return read;
    }

    private static String answeredBy() {
        return json(post("/pools/p/predict", "{\"inputs\":[\"a d0 1\"],\"policy\":\"foe_full\"}"), 200)
                .at("/results/0/fuser")
                .asText();
    }

    private JsonNode overKafka(String operation, JsonNode body) throws Exception {
        try (Mesh asker = Mesh.connect(MeshSettings.of(brokers, "asker"))) {
            Call call = Call.of(
                    Hop.to(new Operation("foe-router", operation)),
                    body,
                    "foe-" + operation,
                    Instant.now().plusSeconds(20));
            return asker.client()
                    .call(call)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .json();
        }
    }

    private static JsonNode withoutTimes(JsonNode answer) {
        JsonNode copy = answer.deepCopy();
        copy.path("results")
                .forEach(result -> result.path("experts").forEach(asked -> ((ObjectNode) asked).remove("ms")));
        return copy;
    }
}
