package dev.majlis.cappy.score;

import static java.util.Objects.requireNonNull;

import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Scores a flat list of pairs: what all conventional APIs ask for. Thread-safe. */
public final class ListScoring {
    private final Scorers scorers;
    private final PairScoring scoring;
    private final ScoringDefaults defaults;
    private final Clock clock;

    public ListScoring(Scorers scorers, PairScoring scoring, ScoringDefaults defaults, Clock clock) {
        this.scorers = requireNonNull(scorers, "scorers is null");
        this.scoring = requireNonNull(scoring, "scoring is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Blocks until all are scored.
     *
     * @param model empty for the default
     * @param overflow empty for the default
     * @param pointer names the response of a pair in the request
     */
    public Scored score(
            Optional<String> model,
            List<Pair> pairs,
            Optional<Overflow> overflow,
            RequestTerms terms,
            IntFunction<String> pointer) {
        defaults.requireAtMost("", pairs.size());
        PairScorer scorer = scorers.require(model);
        var options = terms.options(overflow.orElse(defaults.overflow()));
        return Awaited.on(scoring.score(scorer, pairs, options, pointer), options.deadline(), clock);
    }

    /** Indices from the best score to the worst, equal ones in input order. */
    public static List<Integer> ranking(Scored scored) {
        return IntStream.range(0, scored.pairs().size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scored.pairs().get(i).score()))
                .toList();
    }
}
