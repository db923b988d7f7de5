package dev.majlis.jaischat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.kafka.ChatWorker;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.ForwardedAnswer;
import dev.majlis.mesh.rest.ForwardedCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged service over a real broker, with real weights. */
@QuarkusIntegrationTest
@QuarkusTestResource(BrokerResource.class)
class MeshIT {
    private static Mesh mesh;

    @BeforeAll
    static void connect() {
        mesh = Mesh.connect(MeshSettings.of(BrokerResource.bootstrapServers(), "chat-it"));
    }

    @AfterAll
    static void close() {
        mesh.close();
    }

    @BeforeEach
    void wake() {
        RealModel.waitUntilReady();
    }

    @Test
    void answersInTheShapeOfOpenAi() {
        JsonNode answer = ask(
                        "{}",
                        RealModel.question("What is the capital of France?", "\"temperature\":0,\"max_tokens\":12"))
                .json();

        assertThat(answer.get("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.at("/choices/0/message/content").asText()).contains("Paris");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void handsCandidatesWithTheirLikelihoodsToAScorer() {
        CandidateSet set = ask(
                        "{\"output\":\"candidates\",\"n\":4}",
                        RealModel.question("Name an animal.", "\"temperature\":1,\"max_tokens\":6"))
                .as(CandidateSet.class);

        assertThat(set.instruction()).isEqualTo("Name an animal.");
        assertThat(set.model()).isEqualTo(RealModel.NAME);
        assertThat(set.candidates()).extracting(Candidate::index).containsExactly(0, 1, 2, 3);
        assertThat(set.candidates()).allSatisfy(candidate -> {
            assertThat(candidate.logLikelihoodSum()).isNegative();
            assertThat(candidate.logLikelihoodMean() * candidate.tokens())
                    .isCloseTo(candidate.logLikelihoodSum(), Offset.offset(1e-6));
        });
        assertThat(set.completion().get("choices")).hasSize(4);
    }

    @Test
    void streamsTheTextOfTheReply() throws InterruptedException {
        var items = stream("{}", RealModel.question("Tell me about tea.", "\"temperature\":0,\"max_tokens\":12"));

        var text = new StringBuilder();
        items.forEach(item -> {
            if (item instanceof StreamItem.Delta delta && delta.chunk().delta() != null) {
                text.append(delta.chunk().delta());
            }
        });
        StreamItem.End end = (StreamItem.End) items.get(items.size() - 1);
        String lastDelta = end.chunk().delta() == null ? "" : end.chunk().delta();
        assertThat(text + lastDelta)
                .isEqualTo(end.reply().json().at("/choices/0/message/content").asText());
    }

    @Test
    void tellsOfEachCandidateAndShowsNone() throws InterruptedException {
        var items = stream(
                "{\"output\":\"candidates\",\"n\":3}",
                RealModel.question("Name an animal.", "\"temperature\":1,\"max_tokens\":4"));

        List<JsonNode> events = new ArrayList<>();
        for (StreamItem item : items) {
            JsonNode event =
                    item instanceof StreamItem.Delta delta ? delta.chunk().event() : null;
            if (event != null) {
                events.add(event);
            }
        }
        assertThat(events).extracting(event -> event.get("type").asText()).containsOnly("candidate-done");
        assertThat(events).extracting(event -> event.get("index").asInt()).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void writesTheSameAnswerWhenARequestWithoutSeedIsDeliveredAgain() {
        String correlationId = UUID.randomUUID().toString();
        String body = RealModel.question("Name an animal.", "\"n\":2,\"temperature\":1,\"max_tokens\":8");

        JsonNode first = ask("{}", body, correlationId).json();
        JsonNode again = ask("{}", body, correlationId).json();

        assertThat(again.at("/choices/0/message")).isEqualTo(first.at("/choices/0/message"));
        assertThat(again.at("/choices/1/message")).isEqualTo(first.at("/choices/1/message"));
    }

    @Test
    void repliesWithTheErrorOfABadRequest() {
        assertRefused("{}", RealModel.question("x", "\"n\":17"), ProblemSlug.INVALID_REQUEST);
        assertRefused("{\"n\":17}", RealModel.question("x", "\"n\":1"), ProblemSlug.INVALID_REQUEST);
        assertRefused("{\"output\":\"poem\"}", RealModel.question("x", "\"n\":1"), ProblemSlug.INVALID_REQUEST);
        assertRefused(
                "{}", RealModel.question("x", "\"n\":1").replace(RealModel.NAME, "nobody"), ProblemSlug.UNKNOWN_MODEL);
    }

    @Test
    void servesItsHttpPathsOverTheMesh() {
        var call = new ForwardedCall("GET", "/chat/v1/models", null, Map.of(), null);
        ForwardedAnswer answer = mesh.client()
                .call(Call.of(Hop.to(new Operation("jais-chat", "rest")), call, ForwardedCall.SCHEMA, deadline()))
                .toCompletableFuture()
                .join()
                .as(ForwardedAnswer.class);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(RealModel.NAME);
    }

    private static void assertRefused(String parameters, String body, ProblemSlug slug) {
        assertThatThrownBy(() -> ask(parameters, body))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(MeshException.class, failure -> assertThat(failure.slug())
                        .isEqualTo(slug));
    }

    private static Reply ask(String parameters, String body) {
        return ask(parameters, body, UUID.randomUUID().toString());
    }

    private static Reply ask(String parameters, String body, String correlationId) {
        return mesh.client()
                .call(call(parameters, body, correlationId))
                .toCompletableFuture()
                .join();
    }

    private static List<StreamItem> stream(String parameters, String body) throws InterruptedException {
        List<StreamItem> items = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        var done = new CountDownLatch(1);
        mesh.client().stream(call(parameters, body, UUID.randomUUID().toString()))
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
                        failures.add(failure);
                        done.countDown();
                    }

                    @Override
                    public void onComplete() {
                        done.countDown();
                    }
                });
        assertThat(done.await(3, TimeUnit.MINUTES)).isTrue();
        assertThat(failures).isEmpty();
        return items;
    }

    private static Call call(String parameters, String body, String correlationId) {
        var hop =
                new Hop(ChatWorker.OPERATION, Json.read(parameters.getBytes(StandardCharsets.UTF_8), ObjectNode.class));
        return new Call(
                RoutingSlip.of(hop),
                body.getBytes(StandardCharsets.UTF_8),
                "chat-request",
                "tester",
                Optional.empty(),
                Optional.of(RealModel.NAME),
                deadline(),
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.of(correlationId));
    }

    private static Instant deadline() {
        return Instant.now().plus(Duration.ofMinutes(3));
    }
}
