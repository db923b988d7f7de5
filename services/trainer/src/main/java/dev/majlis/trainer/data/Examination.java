package dev.majlis.trainer.data;

import java.util.function.Consumer;

/**
 * Looks at rows before a job is made of them. What is thrown for one row as {@code IllegalArgumentException} is answered with its line.
 * Not thread-safe.
 */
@FunctionalInterface
public interface Examination extends Consumer<Row> {

    /**
     * After the last row: what can only be said of all of them.
     *
     * @throws dev.majlis.mesh.error.MeshException when they cannot be used
     */
    default void end() {}
}
