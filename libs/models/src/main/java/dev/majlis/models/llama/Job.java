package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.GenerationRequest.Priority;
import java.time.Instant;
import java.util.Optional;

/**
 * Work for the engine's thread: tokens that are prefilled, and what happens with their rows. All methods run on that
 * thread, but for {@link #cancel()}.
 */
abstract class Job {

    private static final int[] NO_SEQUENCES = {};

    private final int[] tokens;
    private final Priority priority;
    private final Optional<Instant> deadline;
    private final long submitted = System.nanoTime();
    private volatile boolean cancelled;

    /** Sequence ids lent by the scheduler. */
    private int[] sequences = NO_SEQUENCES;

    private int position;

    Job(int[] tokens, Priority priority, Optional<Instant> deadline) {
        this.tokens = tokens;
        this.priority = priority;
        this.deadline = deadline;
    }

    /** How many sequences it runs at once. */
    abstract int sequencesNeeded();

    /** KV cells it may come to hold, prompt included. */
    abstract int cellsNeeded();

    /**
     * How many of its first tokens the prefix cache may keep; all of these but the last may come from there. 0 keeps the
     * cache out of it.
     */
    abstract int sharedTokens();

    /** Whether the rows are hidden states instead of logits. */
    boolean wantsHiddenStates() {
        return false;
    }

    /** Whether the row of the token at this position is needed. */
    abstract boolean wantsRow(int tokenPosition);

    /** Takes a row that was wanted. */
    abstract void row(int tokenPosition, int row, LlamaContext context, StepMemory memory);

    /** All tokens are prefilled and all rows taken. */
    void prefillEnded() {}

    /** Ends before all tokens were prefilled. */
    abstract void stop(FinishReason reason);

    abstract void fail(ModelException failure);

    void admitted(int[] lentSequences) {
        this.sequences = lentSequences;
    }

    int[] sequences() {
        return sequences;
    }

    int[] tokens() {
        return tokens;
    }

    Priority priority() {
        return priority;
    }

    /** {@link System#nanoTime()} at submission. */
    long submitted() {
        return submitted;
    }

    /** Number of prefilled tokens. */
    int position() {
        return position;
    }

    void advanceTo(int newPosition) {
        position = newPosition;
    }

    boolean prefilled() {
        return position == tokens.length;
    }

    boolean cancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
    }

    /** Why it must end now, if it must. */
    Optional<FinishReason> mustStop(Instant now) {
        if (cancelled) {
            return Optional.of(FinishReason.CANCELLED);
        }
        return deadline.filter(end -> !now.isBefore(end)).map(end -> FinishReason.DEADLINE);
    }
}
