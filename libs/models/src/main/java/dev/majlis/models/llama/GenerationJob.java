package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.sampling.LogitSampler;
import dev.majlis.models.sampling.grammar.GrammarFilter;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** n answers to one prompt: the prompt is prefilled once, its cells are shared by n sequences. */
final class GenerationJob extends Job implements Generation {

    private final GenerationRequest request;
    private final GenerationListener listener;
    private final Vocabulary vocabulary;
    private final Supplier<Optional<GrammarFilter>> grammars;
    private final Runnable wake;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final Choice[] finished;
    private final List<ActiveChoice> active = new ArrayList<>();

    private int cachedTokens;
    private long admittedAt;
    private long firstTokenAt;

    /**
     * @param grammars one for each answer
     * @param wake called after a cancel
     */
    GenerationJob(
            GenerationRequest request,
            int[] tokens,
            GenerationListener listener,
            Vocabulary vocabulary,
            Supplier<Optional<GrammarFilter>> grammars,
            Runnable wake) {
        super(tokens, request.priority(), request.deadline());
        this.request = request;
        this.listener = listener;
        this.vocabulary = vocabulary;
        this.grammars = grammars;
        this.wake = wake;
        this.finished = new Choice[request.n()];
    }

    @Override
    public CompletionStage<Result> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public void cancel() {
        super.cancel();
        wake.run();
    }

    @Override
    int sequencesNeeded() {
        return request.n();
    }

    @Override
    int cellsNeeded() {
        return tokens().length + request.n() * request.maxTokens();
    }

    @Override
    int sharedTokens() {
        return tokens().length;
    }

    @Override
    void admitted(int[] lentSequences) {
        super.admitted(lentSequences);
        admittedAt = System.nanoTime();
    }

    void cached(int tokens) {
        cachedTokens = tokens;
    }

    @Override
    boolean wantsRow(int tokenPosition) {
        return tokenPosition == tokens().length - 1;
    }

    /** The last row of the prompt: every answer draws its first token from it. */
    @Override
    void row(int tokenPosition, int row, LlamaContext context, StepMemory memory) {
        int[] sequences = sequences();
        for (int i = 0; i < request.n(); i++) {
            if (i > 0) {
                context.share(sequences[0], sequences[i], tokens().length);
            }
            var sampler = new LogitSampler(request.sampling(), i, tokens(), vocabulary.endTokens(), memory.scratch);
            active.add(
                    new ActiveChoice(i, sequences[i], request, tokens().length, vocabulary, sampler, grammars.get()));
        }
        context.logits(row, memory.row);
        firstTokenAt = System.nanoTime();
        for (ActiveChoice choice : active) {
            choice.step(memory);
        }
    }

    /** Answers that still run. */
    List<ActiveChoice> active() {
        return active;
    }

    /** Tells the listener what is new of this answer, and when it has ended. */
    void publish(ActiveChoice choice) {
        choice.delta().ifPresent(listener::onDelta);
        if (choice.ended()) {
            Choice done = choice.choice();
            finished[choice.index()] = done;
            listener.onFinish(done);
        }
    }

    /** Removes ended answers; true when none is left and the result was told. */
    boolean complete() {
        active.removeIf(ActiveChoice::ended);
        if (!active.isEmpty()) {
            return false;
        }
        List<Choice> choices = List.of(finished);
        int completion = choices.stream().mapToInt(Choice::tokens).sum();
        long now = System.nanoTime();
        var timings = new Timings(
                Duration.ofNanos((admittedAt == 0 ? now : admittedAt) - submitted()),
                Duration.ofNanos((firstTokenAt == 0 ? now : firstTokenAt) - submitted()),
                Duration.ofNanos(now - submitted()));
        var done = new Result(choices, new Usage(tokens().length, cachedTokens, completion), timings);
        // on another thread: what hangs on the result must not hold up the engine
        result.completeAsync(() -> done);
        return true;
    }

    @Override
    void stop(FinishReason reason) {
        if (active.isEmpty()) {
            for (int i = 0; i < request.n(); i++) {
                finished[i] = new Choice(i, "", reason, 0, 0, Double.NaN, List.of());
                listener.onFinish(finished[i]);
            }
        }
        for (ActiveChoice choice : active) {
            if (!choice.ended()) {
                choice.end(reason);
                publish(choice);
            }
        }
        complete();
    }

    @Override
    void fail(ModelException failure) {
        active.clear();
        result.defaultExecutor().execute(() -> result.completeExceptionally(failure));
    }
}
