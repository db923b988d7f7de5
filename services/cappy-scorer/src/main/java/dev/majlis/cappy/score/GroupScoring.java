package dev.majlis.cappy.score;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import dev.majlis.models.ModelException;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Scores the items of one request: all together, or, when a bad item must not harm the others, each in a call of its own
 * that the scorer's batcher joins with its neighbours. Thread-safe.
 */
public final class GroupScoring {
    private final PairScoring scoring;
    private final Clock clock;

    public GroupScoring(PairScoring scoring, Clock clock) {
        this.scoring = requireNonNull(scoring, "scoring is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Blocks until all are scored.
     *
     * @param items bad ones are passed through
     * @param partial whether a failure concerns one item only; else it is thrown
     */
    public List<Attempt<Scored>> score(
            PairScorer scorer, List<Attempt<PairGroup>> items, EncodeOptions options, boolean partial) {
        if (!partial) {
            Attempt.requireAll(items);
            return together(scorer, items, options);
        }
        List<Attempt<CompletionStage<Scored>>> running = items.stream()
                .map(item -> item.then(group -> start(scorer, group, options)))
                .toList();
        return running.stream()
                .map(attempt -> attempt.then(stage -> await(stage, options)))
                .toList();
    }

    private List<Attempt<Scored>> together(PairScorer scorer, List<Attempt<PairGroup>> items, EncodeOptions options) {
        List<Pair> pairs = new ArrayList<>();
        List<String> pointers = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (Attempt<PairGroup> item : items) {
            if (item instanceof Attempt.Done<PairGroup> done) {
                pairs.addAll(done.value().pairs());
                pointers.addAll(done.value().pointers());
            }
            ends.add(pairs.size());
        }
        Scored all = await(scoring.score(scorer, pairs, options, pointers::get), options);
        List<Attempt<Scored>> slices = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            slices.add(new Attempt.Done<>(all.slice(from, end)));
            from = end;
        }
        return slices;
    }

    private CompletionStage<Scored> start(PairScorer scorer, PairGroup group, EncodeOptions options) {
        return scoring.score(scorer, group.pairs(), options, group.pointers()::get);
    }

    private Scored await(CompletionStage<Scored> stage, EncodeOptions options) {
        try {
            return Awaited.on(stage, options.deadline(), clock);
        } catch (ModelException failure) {
            throw Failures.of(failure);
        }
    }
}
