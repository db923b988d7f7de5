package dev.majlis.trainer.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is to be trained.
 *
 * @param task name of a training task
 * @param model base: a name of the catalog or of the registry
 * @param data where the rows come from
 * @param parameters all of the task's, with defaults filled in
 * @param seed of everything that is drawn
 */
public record JobRequest(String task, String model, DataSource data, ObjectNode parameters, long seed) {
    public JobRequest {
        requireNonNull(task, "task is null");
        requireNonNull(model, "model is null");
        requireNonNull(data, "data is null");
        requireNonNull(parameters, "parameters is null");
    }
}
