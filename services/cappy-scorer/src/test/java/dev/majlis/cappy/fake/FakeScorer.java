package dev.majlis.cappy.fake;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Scores a number by itself ({@code "-0.3"} → −0.3), {@code nan} by NaN, fails on {@code boom}, has no room for
 * {@code full}, never ends with {@code late}, and scores any
 * other response by the share of its words that the instruction has too. A word is a token.
 */
public final class FakeScorer implements PairScorer {
    public static final int MAX_TOKENS = 24;

    private final ScorerModel model;
    private final AtomicInteger scored = new AtomicInteger();
    private volatile boolean closed;

    public FakeScorer(String name, ScoreKind kind) {
        this.model = new ScorerModel(name, "1", kind, MAX_TOKENS, "fake", "feed" + name.hashCode(), "beef");
    }

    /** Pairs that were really scored so far. */
    public int scored() {
        return scored.get();
    }

    @Override
    public ScorerModel model() {
        return model;
    }

    @Override
    public CompletionStage<List<PairScore>> score(List<Pair> pairs, EncodeOptions options) {
        if (closed) {
            return CompletableFuture.failedFuture(new ModelException(Code.ENGINE, "the scorer is closed"));
        }
        scored.addAndGet(pairs.size());
        if (pairs.stream().anyMatch(pair -> pair.response().equals("boom"))) {
            return CompletableFuture.failedFuture(new ModelException(Code.ENGINE, "the engine broke"));
        }
        if (pairs.stream().anyMatch(pair -> pair.response().equals("full"))) {
            return CompletableFuture.failedFuture(new ModelException(Code.OVERLOADED, "the queue is full"));
        }
        if (pairs.stream().anyMatch(pair -> pair.response().equals("late"))) {
            return new CompletableFuture<>();
        }
        return CompletableFuture.supplyAsync(
                () -> pairs.stream().map(FakeScorer::score).toList());
    }

    private static PairScore score(Pair pair) {
        int tokens = pair.instruction().split(" ").length + pair.response().split(" ").length + 4;
        return new PairScore(value(pair), Math.min(tokens, MAX_TOKENS), Math.max(0, tokens - MAX_TOKENS));
    }

    private static float value(Pair pair) {
        if (pair.response().equals("nan")) {
            return Float.NaN;
        }
        if (pair.response().matches("-?\\d+(\\.\\d+)?")) {
            return Float.parseFloat(pair.response());
        }
        Set<String> words = Set.copyOf(Arrays.asList(pair.instruction().split("\\W+")));
        String[] own = pair.response().split("\\W+");
        return (float) Arrays.stream(own).filter(words::contains).count() / own.length;
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
