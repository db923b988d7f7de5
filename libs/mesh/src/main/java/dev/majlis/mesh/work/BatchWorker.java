package dev.majlis.mesh.work;

import dev.majlis.mesh.envelope.Operation;
import java.util.List;

/**
 * Does the work of one operation on several records at once. When a whole batch fails, the library bisects it, so that
 * only the culprit fails (platform §7).
 */
public interface BatchWorker<I, O> {

    Operation operation();

    Class<I> input();

    String outputSchema();

    /**
     * Handles a batch; blocking is allowed.
     *
     * @return one output for each task, in order
     */
    List<O> handle(List<Task<I>> tasks) throws Exception;
}
