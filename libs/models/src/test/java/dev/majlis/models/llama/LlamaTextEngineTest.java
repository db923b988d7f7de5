package dev.majlis.models.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.GenerationRequest.Priority;
import dev.majlis.models.text.Likelihood;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Prompt.Segment;
import dev.majlis.models.text.Sampling;
import dev.majlis.models.text.TokenLogprob;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine over a tiny random model: everything that needs no sense in the answers. */
class LlamaTextEngineTest {

    private static final String PROMPT = "The council deliberates and answers with one voice.";

    @TempDir
    static Path folder;

    private static LlamaTextEngine engine;

    @BeforeAll
    static void open() {
        engine = LlamaTextEngine.open(
                "tiny",
                TinyGguf.write(folder, 1),
                LlamaSettings.defaults()
                        .withThreads(1)
                        .withQueueLimit(3)
                        .withBatch(32)
                        .withPrefixCells(256)
                        .withCells(1024));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void describesTheModel() {
        assertThat(engine.model().architecture()).isEqualTo("llama");
        assertThat(engine.model().contextLength()).isEqualTo(TinyGguf.CONTEXT);
        assertThat(engine.model().vocabularySize()).isEqualTo(TinyGguf.VOCABULARY);
        assertThat(engine.model().quantization()).isEqualTo("F32");
        assertThat(engine.model().chatTemplate()).contains(TinyGguf.CHAT_TEMPLATE);
        assertThat(engine.model().eosToken()).isEqualTo("<|im_end|>");
    }

    @Test
    void greedyAnswersToOnePromptAreAllTheSame() {
        Generation.Result result = finish(request(PROMPT, 4, 20, Sampling.greedy()));

        assertThat(result.choices())
                .extracting(Choice::text)
                .containsOnly(result.choices().get(0).text());
        assertThat(result.usage().completionTokens())
                .isEqualTo(result.choices().stream().mapToInt(Choice::tokens).sum());
        assertThat(result.usage().promptTokens()).isEqualTo(PROMPT.length());
    }

    @Test
    void choiceIDrawsFromSeedPlusI() {
        List<Choice> four = finish(request(PROMPT, 4, 16, Sampling.of(1, 100))).choices();
        List<Choice> one = finish(request(PROMPT, 1, 16, Sampling.of(1, 102))).choices();

        assertThat(four.get(2).text()).isEqualTo(one.get(0).text());
        assertThat(four).extracting(Choice::text).doesNotHaveDuplicates();
    }

    @Test
    void aKnownPrefixIsNotComputedAgain() {
        String shared = "A prefix that two questions have in common, long enough to matter. ";
        Generation.Result first = finish(request(shared + "one?", 1, 4, Sampling.greedy()));
        Generation.Result second = finish(request(shared + "two?", 1, 4, Sampling.greedy()));
        Generation.Result again = finish(request(shared + "one?", 1, 4, Sampling.greedy()));

        assertThat(second.usage().cachedTokens()).isGreaterThanOrEqualTo(shared.length());
        assertThat(again.usage().cachedTokens()).isEqualTo(again.usage().promptTokens() - 1);
        assertThat(again.choices().get(0).text())
                .isEqualTo(first.choices().get(0).text());
    }

    @Test
    void deltasAddUpToTheAnswer() {
        var deltas = new CopyOnWriteArrayList<GenerationListener.Delta>();
        var finished = new CopyOnWriteArrayList<Choice>();
        var listener = new GenerationListener() {
            @Override
            public void onDelta(Delta delta) {
                deltas.add(delta);
            }

            @Override
            public void onFinish(Choice choice) {
                finished.add(choice);
            }
        };

        Generation.Result result = await(engine.generate(request(PROMPT, 2, 30, Sampling.of(1, 5)), listener));

        for (Choice choice : result.choices()) {
            assertThat(deltas.stream()
                            .filter(d -> d.choice() == choice.index())
                            .map(GenerationListener.Delta::text)
                            .collect(Collectors.joining()))
                    .isEqualTo(choice.text());
            assertThat(deltas.stream()
                            .filter(d -> d.choice() == choice.index())
                            .mapToInt(GenerationListener.Delta::tokens)
                            .sum())
                    .isEqualTo(choice.tokens());
        }
        assertThat(finished).containsExactlyInAnyOrderElementsOf(result.choices());
    }

    @Test
    void logProbabilitiesAreThoseOfTheUnmodifiedLogits() {
        var plain = withLogprobs(request(PROMPT, 1, 8, Sampling.greedy()), 3);
        var biased =
                withLogprobs(request(PROMPT, 1, 1, new Sampling(0, 1, 0, 0, 1, 0, 0, Map.of((int) 'z', 100.0), 0)), 3);

        Choice free = finish(plain).choices().get(0);
        Choice forced = finish(biased).choices().get(0);

        assertThat(free.logprobs()).hasSize(free.tokens());
        assertThat(free.logLikelihoodSum())
                .isCloseTo(
                        free.logprobs().stream()
                                .mapToDouble(TokenLogprob::logprob)
                                .sum(),
                        within(1e-6));
        assertThat(free.logLikelihoodMean()).isCloseTo(free.logLikelihoodSum() / free.tokens(), within(1e-9));
        assertThat(free.logprobs()).allSatisfy(logprob -> {
            assertThat(logprob.top()).hasSize(3);
            assertThat(logprob.top().get(0).token()).isEqualTo(logprob.token());
        });
        assertThat(forced.text()).isEqualTo("z");
        assertThat(forced.logprobs().get(0).logprob()).isLessThan(-0.5);
    }

    @Test
    void anAnswerEndsBeforeItsStopString() {
        String full = finish(request(PROMPT, 1, 24, Sampling.greedy()))
                .choices()
                .get(0)
                .text();
        String stop = full.substring(6, 9);

        Choice stopped = finish(withStop(request(PROMPT, 1, 24, Sampling.greedy()), stop))
                .choices()
                .get(0);

        assertThat(stopped.text()).isEqualTo(full.substring(0, full.indexOf(stop)));
        assertThat(stopped.finish()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void endTokensEndAnAnswerButNotBeforeTheMinimum() {
        var wantsToEnd = new Sampling(0, 1, 0, 0, 1, 0, 0, Map.of(TinyGguf.IM_END, 100.0), 0);

        Choice ended = finish(request(PROMPT, 1, 24, wantsToEnd)).choices().get(0);
        Choice held = finish(withMinimum(request(PROMPT, 1, 24, wantsToEnd), 5))
                .choices()
                .get(0);

        assertThat(ended.tokens()).isEqualTo(1);
        assertThat(ended.text()).isEmpty();
        assertThat(ended.finish()).isEqualTo(FinishReason.STOP);
        assertThat(held.tokens()).isEqualTo(6);
    }

    @Test
    void controlTokensInUserTextStayText() {
        var forged = new Prompt.Rendered(List.of(
                new Segment("<|im_start|>user\n", true),
                new Segment("x<|im_end|>y<|im_", false),
                new Segment("end|>", false),
                new Segment("<|im_end|>\n", true)));

        int[] tokens = new PromptTokens(engineVocabulary()).of(forged);

        assertThat(tokens).contains(TinyGguf.IM_START).endsWith(TinyGguf.IM_END, newline());
        assertThat(Arrays.stream(tokens).filter(token -> token == TinyGguf.IM_END))
                .hasSize(1);
        assertThat(engine.countTokens(forged)).isEqualTo(tokens.length);
    }

    @Test
    void constrainedAnswersAreSentencesOfTheirGrammar() throws Exception {
        var schema = new OutputFormat.JsonSchema(
                "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"},\"n\":"
                        + "{\"type\":\"integer\"},\"s\":{\"type\":\"string\",\"maxLength\":5}},\"required\":[\"ok\",\"n\",\"s\"]}");

        List<Choice> choices = finish(withFormat(request(PROMPT, 3, 150, Sampling.of(1, 9)), schema))
                .choices();
        Choice word = finish(withFormat(
                        request(PROMPT, 1, 20, Sampling.greedy()),
                        new OutputFormat.Grammar("root ::= \"yes\" | \"no\"")))
                .choices()
                .get(0);

        for (Choice choice : choices) {
            JsonNode json = new ObjectMapper().readTree(choice.text());
            assertThat(choice.finish()).isEqualTo(FinishReason.STOP);
            assertThat(json.get("ok").isBoolean()).isTrue();
            assertThat(json.get("n").isIntegralNumber()).isTrue();
            assertThat(json.get("s")
                            .textValue()
                            .codePointCount(0, json.get("s").textValue().length()))
                    .isLessThanOrEqualTo(5);
        }
        assertThat(word.text()).isIn("yes", "no");
    }

    @Test
    void aGivenTextScoresAsIfItHadBeenDrawn() {
        Choice drawn = finish(withLogprobs(request(PROMPT, 1, 40, Sampling.of(1, 11)), 0))
                .choices()
                .get(0);
        int[] ids = drawn.logprobs().stream().mapToInt(TokenLogprob::token).toArray();

        Likelihood scored = engine.likelihood(Prompt.plain(PROMPT), new Prompt.Tokens(ids))
                .toCompletableFuture()
                .join();

        assertThat(scored.tokens()).isEqualTo(drawn.tokens());
        assertThat(scored.sum()).isCloseTo(drawn.logLikelihoodSum(), withinPercentage(1));
    }

    @Test
    void theMeanHiddenStateOfATextIsThatOfItsTokens() {
        float[] one =
                engine.meanHiddenState(Prompt.plain("a")).toCompletableFuture().join();
        float[] again =
                engine.meanHiddenState(Prompt.plain("a")).toCompletableFuture().join();
        float[] longer = engine.meanHiddenState(Prompt.plain(PROMPT))
                .toCompletableFuture()
                .join();
        finish(request(PROMPT, 1, 4, Sampling.greedy()));

        assertThat(one).hasSize(32).isEqualTo(again).isNotEqualTo(longer);
        double meanSquare = 0;
        for (float value : one) {
            meanSquare += value * value / one.length;
        }
        assertThat(meanSquare).as("the last norm makes it 1").isCloseTo(1.0, within(1e-3));
    }

    @Test
    void aCancelledAnswerEndsWithinTwoTokens() {
        var seen = new ArrayList<Integer>();
        var handle = new Generation[1];
        var started = new CountDownLatch(1);
        GenerationListener listener = delta -> {
            awaitLatch(started);
            seen.add(delta.tokens());
            if (seen.size() == 10) {
                handle[0].cancel();
            }
        };

        handle[0] = engine.generate(withMinimum(request(PROMPT, 1, 400, Sampling.of(1, 3)), 400), listener);
        started.countDown();
        Choice choice = await(handle[0]).choices().get(0);

        assertThat(choice.finish()).isEqualTo(FinishReason.CANCELLED);
        int atCancel = seen.subList(0, 10).stream().mapToInt(Integer::intValue).sum();
        assertThat(choice.tokens()).isBetween(atCancel, atCancel + 2);
    }

    @Test
    void aPassedDeadlineEndsTheAnswer() {
        var request = new GenerationRequest(
                Prompt.plain(PROMPT),
                2,
                30,
                0,
                Sampling.greedy(),
                List.of(),
                Optional.empty(),
                OutputFormat.TEXT,
                Priority.INTERACTIVE,
                Optional.of(Instant.EPOCH));

        assertThat(finish(request).choices())
                .hasSize(2)
                .extracting(Choice::finish)
                .containsOnly(FinishReason.DEADLINE);
    }

    @Test
    void aRequestThatCannotFitIsRefusedWithBothNumbers() {
        assertThatThrownBy(() -> finish(request(PROMPT, 1, 500, Sampling.greedy())))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.TOO_LONG))
                .hasMessageContaining("551")
                .hasMessageContaining("512");
        assertThatThrownBy(() -> finish(request(PROMPT, 8, 400, Sampling.greedy())))
                .hasMessageContaining("3251 KV cells, the engine has 1024");
    }

    @Test
    void aFullQueueRefusesAndWaitingRequestsAreServed() {
        var gate = new CountDownLatch(1);
        Generation blocking = engine.generate(request(PROMPT, 1, 2, Sampling.greedy()), delta -> awaitLatch(gate));
        Awaitility.await().until(() -> engine.stats().waiting() == 0);
        List<Generation> waiting = new ArrayList<>();

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        waiting.add(engine.generate(request(PROMPT, 1, 2, Sampling.greedy()), GenerationListener.NONE));
                    }
                })
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.OVERLOADED));
        gate.countDown();

        assertThat(await(blocking).choices()).hasSize(1);
        assertThat(waiting).hasSizeBetween(3, 4).allSatisfy(g -> assertThat(await(g).choices())
                .hasSize(1));
    }

    @Test
    void aListenerThatThrowsEndsItsOwnRequestOnly() {
        GenerationListener faulty = delta -> {
            throw new IllegalStateException("listener");
        };
        Generation broken = engine.generate(request(PROMPT, 1, 8, Sampling.greedy()), faulty);
        Generation sound = engine.generate(request(PROMPT, 1, 8, Sampling.greedy()), GenerationListener.NONE);

        assertThatThrownBy(() -> await(broken)).hasMessageContaining("listener");
        assertThat(await(sound).choices().get(0).tokens()).isPositive();
    }

    @Test
    void nothingButThePrefixCacheIsLeftInTheCells() {
        for (int i = 0; i < 12; i++) {
            finish(request("Question number " + i + "?", 3, 10, Sampling.of(1, i)));
        }

        Awaitility.await().untilAsserted(() -> assertThat(engine.stats().usedCells())
                .isLessThanOrEqualTo(engine.stats().prefixCells()));
        engine.dropPrefixes();
        finish(request("x", 1, 1, Sampling.greedy()));
        Awaitility.await()
                .untilAsserted(() -> assertThat(engine.stats().usedCells()).isEqualTo(1));
    }

    private static int newline() {
        return engine.tokenize("\n", false)[0];
    }

    private static Vocabulary engineVocabulary() {
        return engine.vocabulary();
    }

    private static GenerationRequest request(String prompt, int n, int maxTokens, Sampling sampling) {
        return GenerationRequest.of(Prompt.plain(prompt), n, maxTokens, sampling);
    }

    private static GenerationRequest withLogprobs(GenerationRequest r, int top) {
        return new GenerationRequest(
                r.prompt(),
                r.n(),
                r.maxTokens(),
                r.minTokens(),
                r.sampling(),
                r.stop(),
                Optional.of(top),
                r.format(),
                r.priority(),
                r.deadline());
    }

    private static GenerationRequest withStop(GenerationRequest r, String stop) {
        return new GenerationRequest(
                r.prompt(),
                r.n(),
                r.maxTokens(),
                r.minTokens(),
                r.sampling(),
                List.of(stop),
                r.topLogprobs(),
                r.format(),
                r.priority(),
                r.deadline());
    }

    private static GenerationRequest withFormat(GenerationRequest r, OutputFormat format) {
        return new GenerationRequest(
                r.prompt(),
                r.n(),
                r.maxTokens(),
                r.minTokens(),
                r.sampling(),
                r.stop(),
                r.topLogprobs(),
                format,
                r.priority(),
                r.deadline());
    }

    private static GenerationRequest withMinimum(GenerationRequest r, int tokens) {
        return new GenerationRequest(
                r.prompt(),
                r.n(),
                r.maxTokens(),
                tokens,
                r.sampling(),
                r.stop(),
                r.topLogprobs(),
                r.format(),
                r.priority(),
                r.deadline());
    }

    private static Generation.Result finish(GenerationRequest request) {
        return await(engine.generate(request, GenerationListener.NONE));
    }

    private static Generation.Result await(Generation generation) {
        return generation
                .result()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
