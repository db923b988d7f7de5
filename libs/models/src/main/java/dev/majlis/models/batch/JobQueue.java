package dev.majlis.models.batch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Waiting jobs in order of arrival, interactive ones first. A batch job that has waited {@link #PATIENCE_NANOS} goes
 * before interactive ones, so that a steady stream of these cannot starve it. Not thread-safe.
 */
final class JobQueue<I, O> {
    static final long PATIENCE_NANOS = 1_000_000_000L;

    private final ArrayDeque<Job<I, O>> interactive = new ArrayDeque<>();
    private final ArrayDeque<Job<I, O>> batch = new ArrayDeque<>();

    int size() {
        return interactive.size() + batch.size();
    }

    /** Padded-free sum of lengths, for the estimate of the wait. */
    long tokens() {
        long tokens = 0;
        for (Job<I, O> job : interactive) {
            tokens += job.length();
        }
        for (Job<I, O> job : batch) {
            tokens += job.length();
        }
        return tokens;
    }

    void add(Job<I, O> job) {
        (job.interactive() ? interactive : batch).add(job);
    }

    /** The job whose turn it is, or null. */
    Job<I, O> head(long nanos) {
        Job<I, O> waiting = batch.peek();
        if (waiting != null && (interactive.isEmpty() || nanos - waiting.enqueuedNanos() > PATIENCE_NANOS)) {
            return waiting;
        }
        return interactive.peek();
    }

    /** Takes out what need not run: abandoned jobs silently, expired ones by {@code expire}. */
    void sweep(Instant now, Consumer<Job<I, O>> expire) {
        sweep(interactive, now, expire);
        sweep(batch, now, expire);
    }

    private void sweep(ArrayDeque<Job<I, O>> queue, Instant now, Consumer<Job<I, O>> expire) {
        for (Iterator<Job<I, O>> jobs = queue.iterator(); jobs.hasNext(); ) {
            Job<I, O> job = jobs.next();
            if (job.abandoned()) {
                jobs.remove();
            } else if (job.expired(now)) {
                jobs.remove();
                expire.accept(job);
            }
        }
    }

    /** Jobs that may run with the head, the head first, at most {@code maxSize} within the budget; not taken out. */
    List<Job<I, O>> mates(Job<I, O> head, BatchSettings settings) {
        var mates = new ArrayList<Job<I, O>>(settings.maxSize());
        mates.add(head);
        collect(head.interactive() ? interactive : batch, head, mates, settings);
        collect(head.interactive() ? batch : interactive, head, mates, settings);
        return mates;
    }

    private void collect(ArrayDeque<Job<I, O>> queue, Job<I, O> head, List<Job<I, O>> mates, BatchSettings settings) {
        int longest = mates.stream().mapToInt(Job::length).max().orElse(0);
        for (Job<I, O> job : queue) {
            if (mates.size() >= settings.maxSize()) {
                return;
            }
            int padded = Math.max(longest, job.length());
            if (!job.equals(head)
                    && job.bucket() == head.bucket()
                    && (long) padded * (mates.size() + 1) <= settings.tokenBudget()) {
                longest = padded;
                mates.add(job);
            }
        }
    }

    void remove(List<Job<I, O>> jobs) {
        interactive.removeAll(jobs);
        batch.removeAll(jobs);
    }

    List<Job<I, O>> drain() {
        var all = new ArrayList<Job<I, O>>(interactive);
        all.addAll(batch);
        interactive.clear();
        batch.clear();
        return all;
    }
}
