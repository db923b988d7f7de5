package dev.majlis.cappy.kafka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.cappy.fake.FakeTask;
import dev.majlis.cappy.fake.FakeWorld;
import dev.majlis.cappy.fake.OfflineMesh;
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
    ScoreWorker score;

    @Test
    void threeOperationsAreServed() {
        assertThat(mesh.workers().stream().map(worker -> worker.operation().toString()))
                .containsExactly("cappy-scorer.score", "cappy-scorer.best-of", "cappy-scorer.rest");
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
        JsonNode request = new ObjectMapper().readTree(body);

        byte[] answer = Json.write(score.handle(new FakeTask<>(request, false)));

        assertThat(new ObjectMapper().readTree(answer))
                .isEqualTo(new ObjectMapper()
                        .readTree(given().contentType("application/json")
                                .body(body)
                                .post("/cappy/v1/score")
                                .asString()));
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
