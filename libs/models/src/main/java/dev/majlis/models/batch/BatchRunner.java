package dev.majlis.models.batch;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Runs one batch and gives every job its output or its own failure. A batch that fails is halved and run again, so that
 * only the culprit fails (at most 2·log₂ n extra runs for one culprit).
 */
final class BatchRunner<I, O> {
    private static final Logger LOG = Logger.getLogger(BatchRunner.class);
    /** Batches of one job that may fail one after the other before the model is suspected. */
    private static final int SUSPICIOUS = 8;

    private final String model;
    private final BatchFunction<I, O> function;
    private final AtomicInteger failedInARow = new AtomicInteger();

    BatchRunner(String model, BatchFunction<I, O> function) {
        this.model = model;
        this.function = function;
    }

    /**
     * @return whether the model seems sound: false when all of several jobs of a batch failed, or batches one after the other
     *     until that many jobs had failed and none was answered. A few alone may be bad themselves
     * @throws Error from the model: the worker is lost, the jobs are still open
     */
    boolean run(List<Job<I, O>> jobs) {
        if (bisect(jobs) < jobs.size()) {
            failedInARow.set(0);
            return true;
        }
        return jobs.size() == 1 && failedInARow.incrementAndGet() < SUSPICIOUS;
    }

    /** @return number of jobs that failed through no known fault of their own */
    private int bisect(List<Job<I, O>> jobs) {
        List<O> outputs;
        try {
            outputs = function.run(jobs.stream().map(Job::input).toList());
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (jobs.size() == 1) {
                ModelException failure = failure(e);
                jobs.get(0).result().completeExceptionally(failure);
                return failure.code() == Code.INVALID ? 0 : 1;
            }
            int half = jobs.size() / 2;
            return bisect(jobs.subList(0, half)) + bisect(jobs.subList(half, jobs.size()));
        }
        if (outputs == null || outputs.size() != jobs.size()) {
            return mismatch(jobs, outputs == null ? 0 : outputs.size());
        }
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).result().complete(outputs.get(i));
        }
        return 0;
    }

    private int mismatch(List<Job<I, O>> jobs, int outputs) {
        String message = "model " + model + " gave " + outputs + " outputs for " + jobs.size() + " inputs";
        LOG.error(message);
        jobs.forEach(job -> job.result().completeExceptionally(new ModelException(Code.ENGINE, message)));
        return jobs.size();
    }

    private ModelException failure(Exception e) {
        return e instanceof ModelException known
                ? known
                : new ModelException(Code.ENGINE, "model " + model + " failed: " + e, e);
    }
}
