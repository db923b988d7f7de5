package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import java.util.List;

/** Something that can be trained. A new one is a class and a line in the wiring. Thread-safe. */
public interface TrainingTask {

    /** As requests call it. */
    String name();

    /** Other names of it. */
    default List<String> aliases() {
        return List.of();
    }

    /**
     * All parameters: those given, and the defaults of the others.
     *
     * @throws dev.majlis.mesh.error.MeshException naming the one that is unknown or out of its range
     */
    ObjectNode parameters(ObjectNode given);

    /**
     * Whether it starts from a model; one that does not is asked for without, and gets an empty folder.
     *
     * @param parameters as {@link #parameters} gave them
     */
    default boolean needsBase(ObjectNode parameters) {
        return true;
    }

    /** @throws IllegalArgumentException saying what is wrong with the row */
    void check(Row row);

    /**
     * Looks at all rows of a job before it is accepted; at each alone where a task has nothing to say of all of them.
     *
     * @param parameters as {@link #parameters} gave them
     */
    default Examination examine(ObjectNode parameters, long seed) {
        return this::check;
    }

    /**
     * Trains to the end, or until cancelled. A run that was broken off goes on from its last checkpoint when it is called again with
     * the same context, with the same losses.
     */
    TrainingOutcome run(TrainingContext context);
}
