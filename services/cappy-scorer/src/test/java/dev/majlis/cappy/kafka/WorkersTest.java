package dev.majlis.cappy.kafka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.fake.FakeTask;
import dev.majlis.cappy.fake.FakeWorld;
import dev.majlis.cappy.fake.OfflineMesh;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Chunk.Part;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeWorld.class)
class WorkersTest {
    @Inject
    OfflineMesh mesh;

    @Inject
    BestOfWorker bestOf;

    @Inject
    SampleBestOfWorker sampleBestOf;

    @Inject
    ScoreWorker score;

    @Test
    void fourOperationsAreServed() {
        assertThat(mesh.workers().stream().map(worker -> worker.operation().toString()))
                .containsExactly(
                        "cappy-scorer.score",
                        "cappy-scorer.best-of",
                        "cappy-scorer.sample-best-of",
                        "cappy-scorer.rest");
    }

    @Test
    void drawsCandidatesUntilOneMoreDoesNotPay() {
        mesh.answer(WorkersTest::drawn);
        var task = new FakeTask<>(chat(",\"seed\":5"), true);
        task.parameters().put("policy", "cappy").put("n", 8).put("stream_text", true);
        task.parameters().putObject("stop").put("min_n", 2).put("min_gain", 0.021);

        Verdict verdict = sampleBestOf.handle(task);

        // each leads by 0.1: over 2, 3, 4 candidates that is more than 0.021, over 5 less
        assertThat(verdict.scores()).hasSize(5);
        assertThat(verdict.chosen()).isEqualTo(4);
        assertThat(verdict.stopReason()).isEqualTo("gain");
        assertThat(verdict.scorer().name()).isEqualTo("regression");
        assertThat(verdict.cost().candidates()).isEqualTo(5);
        assertThat(verdict.completion().path("choices")).hasSize(5);
        assertThat(verdict.completion().at("/choices/4/index").asInt()).isEqualTo(4);
        assertThat(verdict.completion().at("/usage/completion_tokens").asInt()).isEqualTo(10);
        assertThat(verdict.completion().at("/usage/prompt_tokens").asInt()).isEqualTo(7);
        assertThat(mesh.calls()).hasSize(4).allSatisfy(call -> assertThat(
                        call.slip().hops().get(0).operation())
                .hasToString("jais-chat.chat"));
        assertThat(task.emitted()).hasSize(9);
        assertThat(task.emitted().get(0))
                .hasToString(new Part.Event(P_DONE.deepCopy().put("index", 0).put("tokens", 2)).toString());
    }

    @Test
    void aRequestThatIsDeliveredAgainDrawsTheSameCandidates() {
        mesh.answer(WorkersTest::drawn);
        var first = sampleBestOf.handle(new FakeTask<>(chat(""), false));
        List<String> bodies =
                mesh.calls().stream().map(call -> call.body().toString()).toList();
        mesh.answer(WorkersTest::drawn);

        var again = sampleBestOf.handle(new FakeTask<>(chat(""), false));

        assertThat(again.scores()).isEqualTo(first.scores());
        assertThat(mesh.calls().stream().map(call -> call.body().toString())).containsExactlyElementsOf(bodies);
    }

    @Test
    void whatCannotStopIsRefusedBeforeAnythingIsDrawn() {
        mesh.answer(WorkersTest::drawn);
        var task = new FakeTask<>(chat(""), false);
        task.parameters().put("policy", "random");

        assertThatThrownBy(() -> sampleBestOf.handle(task))
                .hasMessageContaining("/policy: policy random gives no scores");
        assertThat(mesh.calls()).isEmpty();
    }

    private static final ObjectNode P_DONE =
            JsonNodeFactory.instance.objectNode().put("type", "candidate-done");

    private static ObjectNode chat(String more) {
        return Json.read(
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]%s}"
                        .formatted(more)
                        .getBytes(StandardCharsets.UTF_8),
                ObjectNode.class);
    }

    /** Sample number i of the seed 5 scores 0.5 + i / 10, up to 0.9. */
    private static CandidateSet drawn(Call call) {
        long seed = Json.mapper().valueToTree(call.body()).path("seed").asLong();
        int n = call.slip().hops().get(0).parameters().path("n").asInt();
        ObjectNode completion = JsonNodeFactory.instance.objectNode();
        List<Candidate> candidates = new java.util.ArrayList<>();
        for (int i = 0; i < n; i++) {
            candidates.add(new Candidate(i, "0." + (seed + i) % 100, "stop", 2, -2.0, -1.0));
            completion.withArray("choices").addObject().put("index", i);
        }
        completion
                .putObject("usage")
                .put("prompt_tokens", 7)
                .put("completion_tokens", 2 * n)
                .put("total_tokens", 7 + 2 * n);
        return new CandidateSet("q", "tiny", candidates, completion);
    }

    @Test
    void choosesByTheMeanLogLikelihoodUnlessTold() {
        Verdict verdict = bestOf.handle(new FakeTask<>(candidates(), false));

        assertThat(verdict.chosen()).isZero();
        assertThat(verdict.policy()).isEqualTo("self_score_mean");
        assertThat(verdict.scores()).containsExactly(-0.5, -0.6);
        assertThat(verdict.scorer()).isNull();
        assertThat(verdict.completion().path("id").asText()).isEqualTo("c1");
        assertThat(verdict.cost().generatedTokens()).isEqualTo(15);
    }

    @Test
    void judgesByTheModelOfTheHop() {
        var task = new FakeTask<>(candidates(), false);
        task.parameters().put("policy", "cappy").put("model", "logit");

        Verdict verdict = bestOf.handle(task);

        assertThat(verdict.chosen()).isEqualTo(1);
        assertThat(verdict.scorer()).isEqualTo(new Verdict.Scorer("logit", "1", "logit"));
    }

    @Test
    void streamsScoresChoiceAndText() {
        var task = new FakeTask<>(candidates(), true);
        task.parameters().put("stream_text", true);

        var unused = bestOf.handle(task);

        assertThat(task.emitted().stream()
                        .map(part ->
                                part instanceof Part.Event event ? event.event().toString() : part))
                .containsExactly(
                        "{\"type\":\"scored\",\"scores\":[-0.5,-0.6]}",
                        "{\"type\":\"chosen\",\"index\":0}",
                        new Part.Text(0, "0.1", 10, null),
                        new Part.Finish(0, "stop"));
    }

    @Test
    void emitsNothingToARequesterThatDoesNotStream() {
        var task = new FakeTask<>(candidates(), false);

        var unused = bestOf.handle(task);

        assertThat(task.emitted()).isEmpty();
    }

    @Test
    void missingLikelihoodsAreNamed() {
        var set = new CandidateSet("q", "m", List.of(new Candidate(0, "a", "stop", 1, null, null)), null);

        assertThatThrownBy(() -> bestOf.handle(new FakeTask<>(set, false)))
                .isInstanceOfSatisfying(MeshException.class, failure -> {
                    assertThat(failure.slug()).isEqualTo(ProblemSlug.UNPROCESSABLE_INPUT);
                    assertThat(failure).hasMessageContaining("/candidates/0/log_likelihood_mean");
                });
    }

    @Test
    void aParameterNobodyKnowsIsRefused() {
        var task = new FakeTask<>(candidates(), false);
        task.parameters().put("polisy", "cappy");

        assertThatThrownBy(() -> bestOf.handle(task)).hasMessageContaining("/polisy");
    }

    @Test
    void scoresOverKafkaAreThoseOverHttp() throws Exception {
        String body =
                """
                {"items":[{"id":"a","instruction":"a b c","response":"a"},{"instruction":"a b c","response":"a z"}]}""";

        byte[] answer = Json.write(score.handle(new FakeTask<>(body.getBytes(StandardCharsets.UTF_8), false)));

        assertThat(new ObjectMapper().readTree(answer))
                .isEqualTo(new ObjectMapper()
                        .readTree(given().contentType("application/json")
                                .body(body)
                                .post("/cappy/v1/score")
                                .asString()));
    }

    @Test
    void aBodyThatIsNoJsonHasItsCodeOverKafkaToo() {
        var task = new FakeTask<>("{\"items\":[".getBytes(StandardCharsets.UTF_8), false);

        assertThatThrownBy(() -> score.handle(task))
                .isInstanceOfSatisfying(MeshException.class, failure -> assertThat(failure.code())
                        .contains("BAD_JSON"));
    }

    private static CandidateSet candidates() {
        return new CandidateSet(
                "q",
                "m",
                List.of(
                        new Candidate(0, "0.1", "stop", 10, -5.0, -0.5),
                        new Candidate(1, "0.9", "length", 5, -3.0, -0.6)),
                new ObjectMapper().createObjectNode().put("id", "c1"));
    }
}
