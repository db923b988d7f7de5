package dev.majlis.cappy.model;

import static java.util.Objects.requireNonNull;

import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lets a scorer reproduce its golden pairs, which also warms it. */
final class GoldenCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final GoldenPairs goldens;

    GoldenCheck(GoldenPairs goldens) {
        this.goldens = requireNonNull(goldens, "goldens is null");
    }

    /** @throws IllegalStateException naming both scores when one differs */
    void require(PairScorer scorer) {
        String sha256 = scorer.model().sha256();
        goldens.shipped(sha256).forEach(golden -> require(scorer, golden));
        goldens.recorded(sha256)
                .ifPresentOrElse(
                        golden -> require(scorer, golden),
                        () -> goldens.record(
                                sha256, score(scorer, new Pair(GoldenPairs.INSTRUCTION, GoldenPairs.RESPONSE))));
    }

    private static void require(PairScorer scorer, GoldenPair golden) {
        double score = score(scorer, new Pair(golden.instruction(), golden.response()));
        if (!(Math.abs(score - golden.score()) <= golden.tolerance())) {
            throw new IllegalStateException("golden pair scores %.6f, expected %.6f within %.0e"
                    .formatted(score, golden.score(), golden.tolerance()));
        }
    }

    private static double score(PairScorer scorer, Pair pair) {
        return scorer.score(List.of(pair), EncodeOptions.defaults())
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .get(0)
                .score();
    }
}
