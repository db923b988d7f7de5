package dev.majlis.models.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiTextEngineTest {
    private static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":3}}}";

    private RawServer server;
    private OpenAiTextEngine engine;
    private Duration idle = Duration.ofSeconds(10);

    private void start(RawServer.Script script) throws IOException {
        start(Dialect.VLLM, script);
    }

    private void start(Dialect dialect, RawServer.Script script) throws IOException {
        server = new RawServer(script);
        open(dialect, server.uri());
    }

    private void open(Dialect dialect, URI uri) {
        engine =
                new OpenAiTextEngine(RemoteSettings.of("m", uri, "served", 2048).withIdleTimeout(idle), dialect);
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
        if (server != null) {
            server.close();
        }
    }

    private static String text(int index, String text, double logprob, String finish) {
        return "{\"choices\":[{\"index\":" + index + ",\"text\":\"" + text + "\",\"logprobs\":{\"tokens\":[\"" + text
                + "\"],\"token_logprobs\":[" + logprob + "],\"top_logprobs\":[{\"" + text + "\":" + logprob
                + ",\"x\":-3.5}]},\"finish_reason\":" + (finish == null ? "null" : "\"" + finish + "\"") + "}]}";
    }

    private static GenerationRequest request(int n) {
        return GenerationRequest.of(Prompt.plain("Once upon"), n, 32, Sampling.of(0.7, 42));
    }

    private Generation.Result run(GenerationRequest request) throws Exception {
        return get(engine.generate(request, GenerationListener.NONE));
    }

    private static Generation.Result get(Generation generation) throws Exception {
        return generation.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private ModelException failure(GenerationRequest request) {
        try {
            run(request);
            throw new AssertionError("did not fail");
        } catch (ExecutionException e) {
            return (ModelException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode sent(int i) throws IOException {
        return new ObjectMapper().readTree(server.requests.get(i).split("\n", 2)[1]);
    }

    @Test
    void streamsACompletionWithLikelihoodsAndUsage() throws Exception {
        start((number, talk) -> {
            talk.stream(text(0, " a", -0.5, null), text(0, " time", -0.25, "stop"), USAGE, "[DONE]");
            talk.end();
        });
        var heard = new CopyOnWriteArrayList<String>();

        Generation.Result result = get(engine.generate(request(1), delta -> heard.add(delta.text())));

        var choice = result.choices().get(0);
        assertThat(heard).containsExactly(" a", " time");
        assertThat(choice.text()).isEqualTo(" a time");
        assertThat(choice.finish()).isEqualTo(FinishReason.STOP);
        assertThat(choice.tokens()).isEqualTo(2);
        assertThat(choice.logLikelihoodSum()).isCloseTo(-0.75, within(1e-9));
        assertThat(choice.logLikelihoodMean()).isCloseTo(-0.375, within(1e-9));
        assertThat(choice.logprobs()).as("not asked for").isEmpty();
        assertThat(result.usage()).isEqualTo(new Generation.Usage(7, 3, 2));
        assertThat(server.requests.get(0)).startsWith("POST /v1/completions ");
    }

    @Test
    void streamsAChatWithMessagesAndTopLogprobs() throws Exception {
        start((number, talk) -> {
            talk.stream(
                    "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
                    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é\"},\"logprobs\":{\"content\":[{\"token\":\"é\",\"bytes\":[195,169],"
                            + "\"logprob\":-0.1,\"top_logprobs\":[{\"token\":\"e\",\"bytes\":[101],\"logprob\":-2.0}]}]},\"finish_reason\":\"length\"}]}",
                    "[DONE]");
            talk.end();
        });
        var prompt = new Prompt.Messages(List.of(new ChatMessage(ChatMessage.Role.USER, "Say é")));
        var request = new GenerationRequest(
                prompt,
                1,
                5,
                0,
                Sampling.greedy(),
                List.of("\n"),
                Optional.of(1),
                OutputFormat.TEXT,
                GenerationRequest.Priority.INTERACTIVE,
                Optional.empty());

        var choice = run(request).choices().get(0);

        assertThat(choice.text()).isEqualTo("é");
        assertThat(choice.finish()).isEqualTo(FinishReason.LENGTH);
        assertThat(choice.logprobs()).singleElement().satisfies(token -> {
            assertThat(token.bytes()).containsExactly((byte) 195, (byte) 169);
            assertThat(token.top().get(0).logprob()).isEqualTo(-2.0);
        });
        assertThat(server.requests.get(0)).startsWith("POST /v1/chat/completions ");
        assertThat(sent(0).at("/messages/0/role").asText()).isEqualTo("user");
        assertThat(sent(0).at("/stop/0").asText()).isEqualTo("\n");
        assertThat(sent(0).at("/top_logprobs").asInt()).isEqualTo(1);
    }

    @Test
    void asksVllmForAllChoicesAtOnce() throws Exception {
        start((number, talk) -> {
            talk.stream(text(1, "b", -2, "stop"), text(0, "a", -1, "stop"), "[DONE]");
            talk.end();
        });

        var result = run(request(2));

        assertThat(result.choices()).extracting(choice -> choice.text()).containsExactly("a", "b");
        assertThat(server.requests).hasSize(1);
        assertThat(sent(0).path("n").asInt()).isEqualTo(2);
        assertThat(sent(0).path("seed").asLong()).isEqualTo(42);
    }

    @Test
    void asksALlamaServerOnceForEachChoiceWithItsOwnSeed() throws Exception {
        start(Dialect.LLAMA_SERVER, (number, talk) -> {
            talk.stream(text(0, "a", -1, "stop"), "[DONE]");
            talk.end();
        });

        var result = run(request(3));

        assertThat(result.choices())
                .hasSize(3)
                .extracting(choice -> choice.index())
                .containsExactly(0, 1, 2);
        assertThat(List.of(
                        sent(0).path("seed").asInt(),
                        sent(1).path("seed").asInt(),
                        sent(2).path("seed").asInt()))
                .containsExactlyInAnyOrder(42, 43, 44);
    }

    @Test
    void refusesWhatTheServerCannotDoInsteadOfDroppingIt() throws Exception {
        start(Dialect.OPENAI, (number, talk) -> talk.status(500, ""));
        var sampling = new Sampling(1, 1, 40, 0, 1, 0, 0, Map.of(), 0);

        assertThatThrownBy(() -> engine.generate(
                        GenerationRequest.of(Prompt.plain("x"), 1, 5, sampling), GenerationListener.NONE))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSUPPORTED))
                .hasMessageContaining("does not take top_k");
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID, 1",
        "401, INVALID, 1",
        "404, UNKNOWN_MODEL, 1",
        "413, TOO_LONG, 1",
        "422, INVALID, 1",
        "429, OVERLOADED, 1",
        "503, OVERLOADED, 1",
        "500, ENGINE, 2",
        "502, ENGINE, 2"
    })
    void saysWhatAnErrorStatusMeans(int status, Code code, int requests) throws Exception {
        start((number, talk) -> talk.status(status, "{\"error\":{\"message\":\"the reason\"}}", "Retry-After: 7"));

        ModelException failure = failure(request(1));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining("HTTP " + status + ": the reason");
        assertThat(failure.retryAfter().isPresent()).isEqualTo(code == Code.OVERLOADED);
        assertThat(server.requests).hasSize(requests);
    }

    @Test
    void passesOnWhenToTryAgain() throws Exception {
        start((number, talk) -> talk.status(429, "{}", "Retry-After: 7"));

        assertThat(failure(request(1)).retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void recognisesAPromptThatIsTooLong() throws Exception {
        start((number, talk) ->
                talk.status(400, "{\"error\":{\"message\":\"This model's maximum context length is 2048 tokens\"}}"));

        assertThat(failure(request(1)).code()).isEqualTo(Code.TOO_LONG);
    }

    @Test
    void triesAgainWhenTheConnectionBrokeBeforeAnythingWasEmitted() throws Exception {
        start((number, talk) -> {
            if (number == 1) {
                talk.breakOff();
                return;
            }
            talk.stream(text(0, "a", -1, "stop"), "[DONE]");
            talk.end();
        });

        assertThat(run(request(1)).choices().get(0).text()).isEqualTo("a");
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void failsAndNeverRepeatsWhenTheConnectionBrokeInTheMiddle() throws Exception {
        start((number, talk) -> {
            talk.stream(text(0, "a", -1, null));
            talk.breakOff();
        });
        var heard = new CopyOnWriteArrayList<String>();

        assertThatThrownBy(() -> get(engine.generate(request(1), delta -> heard.add(delta.text()))))
                .cause()
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.ENGINE));
        assertThat(heard).hasSizeLessThanOrEqualTo(1);
        assertThat(server.requests.size()).isEqualTo(heard.isEmpty() ? 2 : 1);
    }

    @Test
    void failsWhenTheStreamEndsBeforeTheAnswerDoes() throws Exception {
        start((number, talk) -> {
            talk.stream(text(0, "a", -1, null));
            talk.end();
        });

        assertThat(failure(request(1))).hasMessageContaining("closed the stream before the answer had ended");
    }

    @Test
    void failsOnAnEventThatIsNoJson() throws Exception {
        start((number, talk) -> {
            talk.stream(text(0, "a", -1, null), "{\"choices\":[{");
            talk.waitForHangUp();
        });

        assertThat(failure(request(1))).hasMessageContaining("sent an event that is no JSON");
        await().untilAsserted(() -> assertThat(server.clientHungUp).isTrue());
    }

    @Test
    void failsOnAnErrorEvent() throws Exception {
        start((number, talk) -> {
            talk.stream(text(0, "a", -1, null), "{\"error\":{\"message\":\"out of memory\"}}");
            talk.end();
        });

        assertThat(failure(request(1))).hasMessageContaining("broke off: out of memory");
    }

    @Test
    void givesUpOnASilentServer() throws Exception {
        idle = Duration.ofMillis(400);
        start((number, talk) -> talk.waitForHangUp());

        assertThat(failure(request(1))).hasMessageContaining("was silent for 400 ms");
        await().untilAsserted(() -> assertThat(server.clientHungUp).isTrue());
    }

    @Test
    void givesUpOnAServerThatOnlySendsComments() throws Exception {
        idle = Duration.ofMillis(400);
        start((number, talk) -> {
            talk.stream();
            while (!server.clientHungUp) {
                talk.chunk(": ping\n\n");
            }
        });

        assertThat(failure(request(1))).hasMessageContaining("was silent for 400 ms");
    }

    @Test
    void stopsAServerThatNeverEnds() throws Exception {
        start((number, talk) -> {
            talk.stream();
            while (!server.clientHungUp) {
                talk.event(text(0, "a", -1, null));
            }
        });

        assertThat(failure(request(1))).hasMessageContaining("does not stop at 32 tokens");
        await().untilAsserted(() -> assertThat(server.clientHungUp).isTrue());
    }

    @Test
    void closesTheConnectionWhenCancelledAndKeepsWhatWasWritten() throws Exception {
        start((number, talk) -> {
            talk.stream(text(0, "a", -1, null));
            talk.waitForHangUp();
        });
        var heard = new CopyOnWriteArrayList<String>();
        Generation generation = engine.generate(request(1), delta -> heard.add(delta.text()));
        await().until(() -> heard.size() == 1);

        generation.cancel();

        var choice = get(generation).choices().get(0);
        assertThat(choice.text()).isEqualTo("a");
        assertThat(choice.finish()).isEqualTo(FinishReason.CANCELLED);
        await().untilAsserted(() -> assertThat(server.clientHungUp).isTrue());
    }

    @Test
    void endsAtTheDeadlineWithWhatWasWritten() throws Exception {
        start((number, talk) -> {
            talk.stream(text(0, "a", -1, null));
            talk.waitForHangUp();
        });
        var request = new GenerationRequest(
                Prompt.plain("x"),
                1,
                5,
                0,
                Sampling.greedy(),
                List.of(),
                Optional.empty(),
                OutputFormat.TEXT,
                GenerationRequest.Priority.INTERACTIVE,
                Optional.of(Instant.now().plusMillis(150)));

        assertThat(run(request).choices().get(0).finish()).isEqualTo(FinishReason.DEADLINE);
        await().untilAsserted(() -> assertThat(server.clientHungUp).isTrue());
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            open(Dialect.VLLM, URI.create("http://127.0.0.1:" + socket.getLocalPort()));
        }

        ModelException failure = failure(request(1));

        assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("cannot be reached");
    }

    @Test
    void refusesMoreRequestsThanMayBeInFlight() throws Exception {
        server = new RawServer((number, talk) -> talk.waitForHangUp());
        engine = new OpenAiTextEngine(
                RemoteSettings.of("m", server.uri(), "served", 2048).withMaxConcurrent(1), Dialect.VLLM);
        Generation first = engine.generate(request(1), GenerationListener.NONE);

        assertThat(failure(request(1)).code()).isEqualTo(Code.OVERLOADED);
        first.cancel();
        get(first);
    }

    @Test
    void isReadyWhenTheServerListsTheModel() throws Exception {
        start((number, talk) -> talk.status(200, "{\"data\":[{\"id\":\"served\"}]}"));

        assertThat(engine.ready(Duration.ofSeconds(5))).isTrue();
    }
}
