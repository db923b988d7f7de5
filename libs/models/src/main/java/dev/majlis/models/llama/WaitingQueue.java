package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.GenerationRequest.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Jobs that wait for the engine: bounded, interactive before batch, first come first served within each. A batch job that
 * has waited for its patience counts as interactive, so it is never starved. The head is never overtaken within its
 * class, so a large job is not starved by small ones. Thread-safe.
 */
final class WaitingQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Job> jobs = new ArrayList<>();
    private final int limit;
    private final long patienceNanos;
    private boolean closed;

    WaitingQueue(int limit, Duration batchPatience) {
        this.limit = limit;
        this.patienceNanos = batchPatience.toNanos();
    }

    /** @throws ModelException {@code OVERLOADED} when full, {@code ENGINE} when closed */
    void add(Job job) {
        lock.lock();
        try {
            if (closed) {
                throw new ModelException(Code.ENGINE, "the engine is closed");
            }
            if (jobs.size() >= limit) {
                throw new ModelException(
                        Code.OVERLOADED, jobs.size() + " requests wait already; the limit is " + limit);
            }
            jobs.add(job);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The job that comes next, if it fits; taken from the queue. */
    Optional<Job> takeNextIf(Predicate<Job> fits) {
        lock.lock();
        try {
            long now = System.nanoTime();
            Job next = null;
            for (Job job : jobs) {
                if (next == null || (hurries(job, now) && !hurries(next, now))) {
                    next = job;
                }
            }
            if (next == null || !fits.test(next)) {
                return Optional.empty();
            }
            jobs.remove(next);
            return Optional.of(next);
        } finally {
            lock.unlock();
        }
    }

    /** Takes all jobs that meet the condition. */
    List<Job> takeAll(Predicate<Job> condition) {
        lock.lock();
        try {
            List<Job> taken = jobs.stream().filter(condition).toList();
            jobs.removeAll(taken);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Blocks while there is no job and the queue is open. */
    void awaitJob() {
        lock.lock();
        try {
            while (jobs.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return jobs.size();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean hurries(Job job, long now) {
        return job.priority() == Priority.INTERACTIVE || now - job.submitted() > patienceNanos;
    }
}
