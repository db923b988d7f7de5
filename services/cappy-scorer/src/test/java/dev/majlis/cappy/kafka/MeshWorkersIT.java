package dev.majlis.cappy.kafka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.fake.OnTheMesh;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.ForwardedAnswer;
import dev.majlis.mesh.rest.ForwardedCall;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All operations over a real broker; the answers are those of HTTP. */
@QuarkusTest
@TestProfile(OnTheMesh.class)
class MeshWorkersIT {
    private static final String ITEMS =
            """
            {"items":[{"id":"a","instruction":"a b c","response":"a"},{"instruction":"a b c","response":"a z"}]}""";

    @ConfigProperty(name = "majlis.mesh.bootstrap-servers")
    String brokers;

    private Mesh asker;

    @BeforeEach
    void connect() {
        asker = Mesh.connect(MeshSettings.of(brokers, "asker"));
    }

    @AfterEach
    void disconnect() {
        asker.close();
    }

    @Test
    void scoresOverKafkaAreThoseOverHttp() throws Exception {
        byte[] answer = call(Hop.to(ScoreWorker.OPERATION), ITEMS.getBytes(StandardCharsets.UTF_8), "scores-request");

        assertThat(Json.mapper().readTree(answer))
                .isEqualTo(Json.mapper().readTree(overHttp("/cappy/v1/score", ITEMS)));
    }

    @Test
    void anHttpCallTravelsOverKafka() throws Exception {
        var request = new ForwardedCall(
                "POST",
                "/cappy/v1/score",
                null,
                Map.of("content-type", List.of("application/json")),
                ITEMS.getBytes(StandardCharsets.UTF_8));

        ForwardedAnswer answer = Json.read(
                call(Hop.to(new Operation("cappy-scorer", "rest")), request, ForwardedCall.SCHEMA),
                ForwardedAnswer.class);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Json.mapper().readTree(answer.body()))
                .isEqualTo(Json.mapper().readTree(overHttp("/cappy/v1/score", ITEMS)));
    }

    @Test
    void theVerdictOverKafkaIsThatOverHttp() throws Exception {
        Verdict verdict = Json.read(call(bestOf("cappy", false), candidates(), "candidate-set"), Verdict.class);

        JsonNode http = Json.mapper()
                .readTree(
                        overHttp(
                                "/cappy/v1/best-of",
                                """
                        {"instruction":"a b c","policy":"cappy","candidates":["x","a b","c"]}"""));
        assertThat(verdict.chosen()).isEqualTo(http.path("chosen").asInt()).isEqualTo(1);
        assertThat(Json.mapper().valueToTree(verdict.scores()).toString())
                .isEqualTo(http.path("scores").toString());
        assertThat(verdict.scorer().kind()).isEqualTo("regression01");
    }

    @Test
    void aStreamTellsScoresChoiceAndText() throws Exception {
        List<StreamItem> items = stream(bestOf("self_score_mean", true));

        List<String> events = items.stream()
                .map(MeshWorkersIT::chunk)
                .filter(chunk -> chunk != null && chunk.event() != null)
                .map(chunk -> chunk.event().path("type").asText())
                .toList();
        String text = items.stream()
                .map(MeshWorkersIT::chunk)
                .filter(chunk -> chunk != null && chunk.delta() != null)
                .map(Chunk::delta)
                .reduce("", String::concat);
        assertThat(events).containsExactly("scored", "chosen");
        assertThat(text).isEqualTo("c");
    }

    @Test
    void drawsFromAGeneratorOfTheMeshAndStops() throws Exception {
        var generator = Worker.of(
                new Operation("jais-chat", "chat"), ObjectNode.class, "chat-answer", MeshWorkersIT::generated);
        RunningWorker running = asker.start(generator, WorkerSettings.defaults());
        ObjectNode parameters =
                JsonNodeFactory.instance.objectNode().put("policy", "cappy").put("n", 6);
        parameters.putObject("stop").put("min_n", 2).put("min_gain", 0.01);
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("model", "tiny").put("seed", 3);

        Verdict verdict =
                Json.read(call(new Hop(SampleBestOfWorker.OPERATION, parameters), body, "chat-request"), Verdict.class);
        running.close();

        // a lead of 0.1 / 2, then a tie
        assertThat(verdict.scores()).hasSize(3);
        assertThat(verdict.stopReason()).isEqualTo("gain");
        assertThat(verdict.text()).isEqualTo("0.4");
    }

    private static CandidateSet generated(Task<ObjectNode> task) {
        int seed = task.input().path("seed").asInt();
        int n = task.parameters().path("n").asInt();
        return new CandidateSet(
                "q",
                "tiny",
                IntStream.range(seed, seed + n)
                        .mapToObj(i -> new Candidate(i - seed, "0." + Math.min(i, 4), "stop", 1, -1.0, -1.0))
                        .toList(),
                null);
    }

    @Test
    void aSelfScoreWithoutLikelihoodsComesBackAsAClearError() {
        var set = new CandidateSet("q", "m", List.of(new Candidate(0, "a", "stop", 1, null, null)), null);

        assertThatThrownBy(() -> call(bestOf("self_score_mean", false), set, "candidate-set"))
                .satisfies(thrown -> {
                    MeshException failure = new FailureClassifier().translate(thrown);
                    assertThat(failure.code()).contains("MISSING_LOG_LIKELIHOOD");
                    assertThat(failure).hasMessageContaining("/candidates/0/log_likelihood_mean");
                });
    }

    private byte[] call(Hop hop, Object body, String schema) throws Exception {
        return asker.client()
                .call(Call.of(hop, body, schema, Instant.now().plusSeconds(30)))
                .toCompletableFuture()
                .get(40, TimeUnit.SECONDS)
                .body();
    }

    private List<StreamItem> stream(Hop hop) throws Exception {
        var items = new java.util.concurrent.CopyOnWriteArrayList<StreamItem>();
        var end = new CompletableFuture<Void>();
        asker.client().stream(Call.of(
                        hop, candidates(), "candidate-set", Instant.now().plusSeconds(30)))
                .subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(StreamItem item) {
                        items.add(item);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        end.completeExceptionally(failure);
                    }

                    @Override
                    public void onComplete() {
                        end.complete(null);
                    }
                });
        end.get(40, TimeUnit.SECONDS);
        return items;
    }

    private static Chunk chunk(StreamItem item) {
        return item instanceof StreamItem.Delta delta ? delta.chunk() : null;
    }

    private static Hop bestOf(String policy, boolean streamText) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("policy", policy);
        if (streamText) {
            parameters.put("stream_text", true);
        }
        return new Hop(BestOfWorker.OPERATION, parameters);
    }

    private static CandidateSet candidates() {
        return new CandidateSet(
                "a b c",
                "m",
                List.of(
                        new Candidate(0, "x", "stop", 1, -3.0, -3.0),
                        new Candidate(1, "a b", "stop", 2, -4.0, -2.0),
                        new Candidate(2, "c", "stop", 1, -1.0, -1.0)),
                null);
    }

    private static byte[] overHttp(String path, String body) {
        return given().contentType("application/json").body(body).post(path).asByteArray();
    }
}
