package dev.majlis.cappy.score;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.models.ModelException;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.models.encode.PairScorer.PairScore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

/**
 * Scores the pairs of one request: each distinct pair once, fanned out to all its places, every score finite, every text
 * that does not fit named, and what would not be ready in time sent away. Splitting into batches by token budget is the scorer's own job. Thread-safe.
 */
public final class PairScoring {
    /** Beside its characters, what a pair costs: special tokens, and the least that any pair takes. */
    private static final int CHARACTERS_OF_A_PAIR = 16;

    private static final int CHARACTERS_OF_A_TOKEN = 4;

    private final Clock clock;
    private final Backlog backlog;

    public PairScoring(Clock clock, Backlog backlog) {
        this.clock = requireNonNull(clock, "clock is null");
        this.backlog = requireNonNull(backlog, "backlog is null");
    }

    /**
     * Throws {@code OVERLOADED}; the stage fails with {@code TOO_LONG} (overflow {@code ERROR} only), {@code NON_FINITE_SCORE} or what the scorer says.
     *
     * @param pairs at least one
     * @param pointer names the response of a pair in the request, for messages
     */
    public CompletionStage<Scored> score(
            PairScorer scorer, List<Pair> pairs, EncodeOptions options, IntFunction<String> pointer) {
        Instant began = clock.instant();
        Map<Pair, Integer> places = new LinkedHashMap<>();
        pairs.forEach(pair -> places.putIfAbsent(pair, places.size()));
        // an ERROR of the scorer names one text only; what was truncated tells all of them
        EncodeOptions asked = options.overflow() == Overflow.ERROR
                ? new EncodeOptions(Overflow.TRUNCATE_LONGEST, options.deadline(), options.interactive())
                : options;
        return admitted(scorer, List.copyOf(places.keySet()), asked).thenApply(unique -> {
            if (unique.size() != places.size()) {
                throw new ModelException(
                        ModelException.Code.ENGINE,
                        "the scorer gave %d scores for %d pairs".formatted(unique.size(), places.size()));
            }
            List<PairScore> scores =
                    pairs.stream().map(pair -> unique.get(places.get(pair))).toList();
            requireFinite(scores, pointer);
            if (options.overflow() == Overflow.ERROR) {
                requireFits(scores, scorer.model().maxTokens(), pointer);
            }
            int tokens = unique.stream().mapToInt(PairScore::tokens).sum();
            return new Scored(
                    scorer.model(),
                    scores,
                    tokens,
                    Duration.between(began, clock.instant()).toMillis());
        });
    }

    private CompletionStage<List<PairScore>> admitted(PairScorer scorer, List<Pair> pairs, EncodeOptions options) {
        Backlog.Ticket ticket = backlog.enter(work(pairs, scorer.model().maxTokens()), options.deadline());
        try {
            return scorer.score(pairs, options).whenComplete((scores, failure) -> ticket.close(failure == null));
        } catch (RuntimeException e) {
            ticket.close(false);
            throw e;
        }
    }

    private static long work(List<Pair> pairs, int maxTokens) {
        long most = (long) maxTokens * CHARACTERS_OF_A_TOKEN;
        return pairs.stream()
                .mapToLong(pair -> Math.min(
                                most,
                                pair.instruction().length() + pair.response().length())
                        + CHARACTERS_OF_A_PAIR)
                .sum();
    }

    private static void requireFinite(List<PairScore> scores, IntFunction<String> pointer) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            if (!Float.isFinite(scores.get(i).score())) {
                errors.add(new FieldError(
                        pointer.apply(i), "score is " + scores.get(i).score()));
            }
        }
        if (!errors.isEmpty()) {
            throw Failures.nonFinite(errors);
        }
    }

    private static void requireFits(List<PairScore> scores, int limit, IntFunction<String> pointer) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            int dropped = scores.get(i).truncatedTokens();
            if (dropped > 0) {
                errors.add(new FieldError(
                        pointer.apply(i),
                        "is %d tokens too long with its instruction; the model reads %d".formatted(dropped, limit)));
            }
        }
        if (!errors.isEmpty()) {
            throw Failures.tooLong(errors);
        }
    }
}
