package dev.majlis.models.batch;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * Collects single inputs into batches (platform §7): bounded queue, two priorities, length buckets, a budget of padded
 * tokens, deadlines, bisection of failing batches, and a circuit that opens when workers keep dying. Thread-safe.
 *
 * <p>A batch starts when it is full, when its oldest job has waited the delay, or earlier when that job's deadline needs
 * it. A cancelled future is dropped before it runs.
 */
public final class DynamicBatcher<I, O> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DynamicBatcher.class);
    /** Between the planned end of a batch and the deadline of its oldest job. */
    private static final Duration DEADLINE_MARGIN = Duration.ofMillis(20);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final BatchSettings settings;
    private final ToIntFunction<I> length;
    private final BatchRunner<I, O> runner;
    private final Clock clock;
    private final BatchMetrics metrics;
    private final CircuitBreaker breaker;
    private final RunTimeEstimate estimate = new RunTimeEstimate();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final JobQueue<I, O> queue = new JobQueue<>();
    private final List<Thread> workers = new ArrayList<>();
    private boolean closed;

    /**
     * @param length of an input, in tokens
     * @param function the model
     * @param clock for deadlines
     */
    public DynamicBatcher(
            BatchSettings settings,
            ToIntFunction<I> length,
            BatchFunction<I, O> function,
            Clock clock,
            MeterRegistry registry) {
        this.settings = settings;
        this.length = length;
        this.runner = new BatchRunner<>(settings.model(), function);
        this.clock = clock;
        this.metrics = new BatchMetrics(registry, settings.model(), this::depth);
        this.breaker = new CircuitBreaker(
                settings.maxFailures(), settings.failureWindow().toNanos());
        lock.lock();
        try {
            for (int i = 0; i < settings.workers(); i++) {
                startWorker();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Jobs that wait. */
    public int depth() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** False while the circuit is open: readiness should say so. */
    public boolean healthy() {
        return !breaker.open(System.nanoTime());
    }

    /**
     * Queues inputs, all or none.
     *
     * @return one future for each input; cancelling one drops it before it runs
     * @throws ModelException {@code OVERLOADED} when the queue cannot take all or the deadline cannot be met, {@code
     *     DEADLINE} when it has passed, {@code ENGINE} when the circuit is open
     */
    public List<CompletableFuture<O>> submit(List<I> inputs, Optional<Instant> deadline, boolean interactive) {
        long now = System.nanoTime();
        if (breaker.open(now)) {
            throw refused(
                    Code.ENGINE,
                    "circuit",
                    inputs.size(),
                    "has failed " + settings.maxFailures() + " times within "
                            + settings.failureWindow().toSeconds() + " s");
        }
        var jobs = inputs.stream()
                .map(input -> job(input, deadline, interactive, now))
                .toList();
        lock.lock();
        try {
            admit(jobs, deadline);
            jobs.forEach(queue::add);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        return jobs.stream().map(Job::result).toList();
    }

    private Job<I, O> job(I input, Optional<Instant> deadline, boolean interactive, long now) {
        int tokens = Math.max(1, length.applyAsInt(input));
        int bucket = (tokens + settings.bucketTokens() - 1) / settings.bucketTokens();
        return new Job<>(input, tokens, bucket, interactive, deadline, now, new CompletableFuture<>());
    }

    private void admit(List<Job<I, O>> jobs, Optional<Instant> deadline) {
        if (closed) {
            throw refused(Code.ENGINE, "closed", jobs.size(), "is closed");
        }
        if (queue.size() + jobs.size() > settings.queueCapacity()) {
            queue.sweep(clock.instant(), this::expire);
        }
        if (queue.size() + jobs.size() > settings.queueCapacity()) {
            throw refused(
                    Code.OVERLOADED,
                    "queue-full",
                    jobs.size(),
                    "has " + queue.size()
                            + " waiting jobs; with " + jobs.size() + " more the limit of " + settings.queueCapacity()
                            + " is passed");
        }
        if (deadline.isPresent()) {
            admit(jobs, deadline.get());
        }
    }

    private void admit(List<Job<I, O>> jobs, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.isNegative() || left.isZero()) {
            throw refused(Code.DEADLINE, "deadline", jobs.size(), "got the job after its deadline");
        }
        Duration wait = estimate.of(queue.tokens()).dividedBy(settings.workers());
        if (wait.compareTo(left) > 0) {
            throw refused(
                    Code.OVERLOADED,
                    "deadline",
                    jobs.size(),
                    "needs about " + wait.toMillis() + " ms for what waits, the deadline leaves " + left.toMillis()
                            + " ms");
        }
    }

    private ModelException refused(Code code, String reason, int jobs, String what) {
        metrics.rejected(reason, jobs);
        return new ModelException(code, "model " + settings.model() + " " + what);
    }

    private void startWorker() {
        var worker = new Thread(this::work, "batcher-" + settings.model());
        worker.setDaemon(true);
        workers.add(worker);
        worker.start();
    }

    private void work() {
        try {
            for (List<Job<I, O>> batch = next(); !batch.isEmpty(); batch = next()) {
                run(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a batch; empty when closed. */
    private List<Job<I, O>> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                queue.sweep(clock.instant(), this::expire);
                long now = System.nanoTime();
                Job<I, O> head = queue.head(now);
                if (head == null) {
                    arrived.await();
                    continue;
                }
                List<Job<I, O>> mates = queue.mates(head, settings);
                long patience = patience(head, mates.size(), now);
                if (patience <= 0) {
                    queue.remove(mates);
                    return mates;
                }
                arrived.await(patience, TimeUnit.NANOSECONDS);
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds that the batch may still wait for more jobs. */
    private long patience(Job<I, O> head, int size, long now) {
        if (size >= settings.maxSize() || (long) (size + 1) * head.length() > settings.tokenBudget()) {
            return 0;
        }
        long left = settings.maxDelay().toNanos() - (now - head.enqueuedNanos());
        if (head.deadline().isEmpty()) {
            return left;
        }
        Duration run = estimate.of((long) head.length() * size);
        Duration spare = Duration.between(clock.instant(), head.deadline().get())
                .minus(run)
                .minus(DEADLINE_MARGIN);
        return Math.min(left, spare.toNanos());
    }

    private void expire(Job<I, O> job) {
        metrics.rejected("deadline", 1);
        job.result()
                .completeExceptionally(new ModelException(
                        Code.DEADLINE, "model " + settings.model() + ": the deadline passed before the job was run"));
    }

    private void run(List<Job<I, O>> batch) {
        long start = System.nanoTime();
        batch.forEach(job -> metrics.waited(start - job.enqueuedNanos()));
        long tokens = batch.stream().mapToLong(Job::length).sum();
        int longest = batch.stream().mapToInt(Job::length).max().orElse(0);
        metrics.batch(batch.size(), settings.maxSize(), tokens, longest);
        try {
            if (!runner.run(batch)) {
                breaker.failed(System.nanoTime());
            }
            estimate.ran(tokens, System.nanoTime() - start);
        } catch (Throwable e) {
            lost(batch, e);
        }
    }

    /** An error ends this worker: its jobs fail, another takes its place. */
    private void lost(List<Job<I, O>> batch, Throwable e) {
        LOG.errorf(e, "a worker of model %s was lost", settings.model());
        breaker.failed(System.nanoTime());
        var failure = new ModelException(Code.ENGINE, "model " + settings.model() + " failed: " + e, e);
        batch.forEach(job -> job.result().completeExceptionally(failure));
        lock.lock();
        try {
            workers.remove(Thread.currentThread());
            if (!closed) {
                startWorker();
            }
        } finally {
            lock.unlock();
        }
        Thread.currentThread().interrupt();
    }

    /** Fails what waits, lets what runs end, and ends the threads. */
    @Override
    public void close() {
        List<Thread> running;
        lock.lock();
        try {
            closed = true;
            running = List.copyOf(workers);
            queue.drain().forEach(job -> job.result()
                    .completeExceptionally(new ModelException(
                            Code.ENGINE, "model " + settings.model() + " was closed before the job was run")));
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        metrics.close();
        for (Thread worker : running) {
            try {
                worker.join(CLOSE_PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
