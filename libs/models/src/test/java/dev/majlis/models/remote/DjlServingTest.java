package dev.majlis.models.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.models.encode.PairScorer.PairScore;
import dev.majlis.models.encode.ScorerModel;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The recorded shapes of DJL Serving's predictions and management API. */
class DjlServingTest {
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void forget() {
        SERVER.resetAll();
    }

    private static RemoteSettings settings() {
        return RemoteSettings.of("m", URI.create(SERVER.baseUrl()), "cappy", 512)
                .withIdleTimeout(Duration.ofSeconds(10));
    }

    private static DjlServingPairScorer scorer() {
        return new DjlServingPairScorer(
                settings(), new ScorerModel("m", "1", ScoreKind.REGRESSION01, 512, "djl-serving", "", ""));
    }

    private static List<PairScore> score(DjlServingPairScorer scorer, List<Pair> pairs) throws Exception {
        return scorer.score(pairs, EncodeOptions.defaults())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static Code failure(DjlServingPairScorer scorer) throws Exception {
        try {
            score(scorer, List.of(new Pair("a", "b")));
            throw new AssertionError("did not fail");
        } catch (ExecutionException e) {
            return ((ModelException) e.getCause()).code();
        }
    }

    @Test
    void scoresPairsRaw() throws Exception {
        SERVER.stubFor(post("/predictions/cappy")
                .withRequestBody(equalToJson(
                        "{\"inputs\":[{\"text\":\"q\",\"text_pair\":\"r1\"},{\"text\":\"q\",\"text_pair\":\"\"}]}"))
                .willReturn(okJson("[[1.25],[-0.5]]")));

        try (DjlServingPairScorer scorer = scorer()) {
            var scores = score(scorer, List.of(new Pair("q", "r1"), new Pair("q", "")));

            assertThat(scores).extracting(PairScore::score).containsExactly(1.25f, -0.5f);
        }
    }

    @Test
    void splitsLongRequestsAndKeepsTheOrder() throws Exception {
        String ones = Collections.nCopies(32, "1.0").toString();
        SERVER.stubFor(post("/predictions/cappy").willReturn(okJson(ones)));
        SERVER.stubFor(post("/predictions/cappy")
                .withRequestBody(equalToJson("{\"inputs\":[{\"text\":\"q\",\"text_pair\":\"64\"}]}"))
                .willReturn(okJson("[2.0]")));
        var pairs = IntStream.range(0, 65).mapToObj(i -> new Pair("q", "" + i)).toList();

        try (DjlServingPairScorer scorer = scorer()) {
            var scores = score(scorer, pairs);

            assertThat(scores).hasSize(65);
            assertThat(scores.get(64).score()).isEqualTo(2f);
        }
        SERVER.verify(3, postRequestedFor(urlEqualTo("/predictions/cappy")));
    }

    @Test
    void saysWhatBrokenAnswersMean() throws Exception {
        try (DjlServingPairScorer scorer = scorer()) {
            SERVER.stubFor(post("/predictions/cappy").willReturn(okJson("[1, 2]")));
            assertThat(failure(scorer)).isEqualTo(Code.ENGINE);
            SERVER.stubFor(post("/predictions/cappy").willReturn(okJson("[\"NaN\"]")));
            assertThat(failure(scorer)).isEqualTo(Code.ENGINE);
            SERVER.stubFor(post("/predictions/cappy").willReturn(aResponse().withBody("no json")));
            assertThat(failure(scorer)).isEqualTo(Code.ENGINE);
            SERVER.stubFor(post("/predictions/cappy").willReturn(aResponse().withStatus(404)));
            assertThat(failure(scorer)).isEqualTo(Code.UNKNOWN_MODEL);
            SERVER.stubFor(post("/predictions/cappy").willReturn(aResponse().withStatus(503)));
            assertThat(failure(scorer)).isEqualTo(Code.OVERLOADED);
            SERVER.stubFor(
                    post("/predictions/cappy").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
            assertThat(failure(scorer)).isEqualTo(Code.ENGINE);
        }
    }

    @Test
    void givesUpOnASlowAnswer() throws Exception {
        SERVER.stubFor(post("/predictions/cappy").willReturn(okJson("[1]").withFixedDelay(3_000)));
        var impatient = settings().withIdleTimeout(Duration.ofMillis(300));

        try (var scorer = new DjlServingPairScorer(
                impatient, new ScorerModel("m", "1", ScoreKind.LOGIT, 512, "djl-serving", "", ""))) {
            assertThat(failure(scorer)).isEqualTo(Code.ENGINE);
        }
    }

    @Test
    void refusesWhatOnlyThisSideCouldDo() {
        try (DjlServingPairScorer scorer = scorer()) {
            var options = new EncodeOptions(Overflow.ERROR, Optional.empty(), true);

            assertThatThrownBy(() -> scorer.score(List.of(new Pair("a", "b")), options)
                            .toCompletableFuture()
                            .join())
                    .hasMessageContaining("truncates by itself");
        }
    }

    @Test
    void doesNotAskAfterTheDeadline() {
        try (DjlServingPairScorer scorer = scorer()) {
            var options = new EncodeOptions(Overflow.TRUNCATE_LONGEST, Optional.of(Instant.EPOCH), true);

            assertThatThrownBy(() -> scorer.score(List.of(new Pair("a", "b")), options)
                            .toCompletableFuture()
                            .join())
                    .hasMessageContaining("after the deadline");
        }
    }

    @Test
    void readsReadinessFromTheManagementApi() {
        try (DjlServingPairScorer scorer = scorer()) {
            SERVER.stubFor(
                    get("/models/cappy").willReturn(okJson("[{\"modelName\":\"cappy\",\"status\":\"Healthy\"}]")));
            assertThat(scorer.ready(Duration.ofSeconds(5))).isTrue();
            SERVER.stubFor(
                    get("/models/cappy").willReturn(okJson("[{\"modelName\":\"cappy\",\"status\":\"Unhealthy\"}]")));
            assertThat(scorer.ready(Duration.ofSeconds(5))).isFalse();
            SERVER.stubFor(get("/models/cappy").willReturn(aResponse().withStatus(404)));
            assertThat(scorer.ready(Duration.ofSeconds(5))).isFalse();
        }
    }

    @Test
    void bringsVectorsToUnitLength() throws Exception {
        SERVER.stubFor(post("/predictions/cappy").willReturn(okJson("[[3.0, 4.0]]")));

        try (var encoder = new DjlServingEncoder(settings(), 2, 256)) {
            var vector = encoder.embed(List.of("x"), EncodeOptions.defaults())
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .get(0)
                    .vector();

            assertThat(vector).containsExactly(0.6f, 0.8f);
        }
    }

    @Test
    void streamsTokensFromJsonLines() throws Exception {
        SERVER.stubFor(
                post("/predictions/cappy")
                        .willReturn(
                                aResponse()
                                        .withHeader("Content-Type", "application/jsonlines")
                                        .withBody(
                                                """
                                        {"token": {"id": 5, "text": " a", "log_prob": -0.5}}
                                        {"token": {"id": [6], "text": " b", "log_prob": -0.25}, "generated_text": " a b", "details": {"finish_reason": "eos_token", "generated_tokens": 2, "prompt_tokens": 4}}
                                        """)));

        try (var engine = new DjlServingTextEngine(settings())) {
            var request = GenerationRequest.of(Prompt.plain("x"), 1, 8, Sampling.of(0.5, 9));
            var result = engine.generate(request, GenerationListener.NONE)
                    .result()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);

            var choice = result.choices().get(0);
            assertThat(choice.text()).isEqualTo(" a b");
            assertThat(choice.finish()).isEqualTo(FinishReason.STOP);
            assertThat(choice.logLikelihoodMean()).isCloseTo(-0.375, within(1e-9));
            assertThat(result.usage().promptTokens()).isEqualTo(4);
        }
    }

    @Test
    void failsWhenTheModelBreaksOff() {
        SERVER.stubFor(post("/predictions/cappy")
                .willReturn(aResponse().withBody("{\"error\": \"CUDA out of memory\", \"code\": 424}\n")));

        try (var engine = new DjlServingTextEngine(settings())) {
            var request = GenerationRequest.of(Prompt.plain("x"), 1, 8, Sampling.greedy());

            assertThatThrownBy(() -> engine.generate(request, GenerationListener.NONE)
                            .result()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("CUDA out of memory");
        }
    }
}
