package dev.majlis.models.batch;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Runs one batch and gives every job its output or its own failure. A batch that fails is halved and run again, so that
 * only the culprit fails (at most 2·log₂ n extra runs for one culprit).
 */
final class BatchRunner<I, O> {
    private static final Logger LOG = Logger.getLogger(BatchRunner.class);

    private final String model;
    private final BatchFunction<I, O> function;

    BatchRunner(String model, BatchFunction<I, O> function) {
        this.model = model;
        this.function = function;
    }

    /**
     * @return whether the model seems sound: false when all of several different jobs failed
     * @throws Error from the model: the worker is lost, the jobs are still open
     */
    boolean run(List<Job<I, O>> jobs) {
        int failed = bisect(jobs);
        return jobs.size() < 2 || failed < jobs.size();
    }

    /** @return number of jobs that failed */
    private int bisect(List<Job<I, O>> jobs) {
        List<O> outputs;
        try {
            outputs = function.run(jobs.stream().map(Job::input).toList());
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (jobs.size() == 1) {
                jobs.get(0).result().completeExceptionally(failure(e));
                return 1;
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
