package dev.majlis.bench.scorer;

import java.time.Duration;

/** One way to score the pairs: ours or a peer. Each holds its model for the whole run; they take turns. */
interface Side extends AutoCloseable {
    String name();

    /** Scores all pairs in one call. */
    Whole all();

    /**
     * So many callers, each asking for {@link Pairs#GROUP} pairs at a time and waiting for the answer, from left to right through
     * the pairs.
     */
    Load load(int callers, Duration length);

    @Override
    void close();
}
