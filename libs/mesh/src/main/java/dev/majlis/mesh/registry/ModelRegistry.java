package dev.majlis.mesh.registry;

import java.util.List;
import java.util.Optional;

/**
 * The current version of each model, the same for every process of the mesh. Changes are eventually seen by all, by the one that
 * made them at once. Two that publish the same model at the same moment both succeed and the later record wins. Thread-safe;
 * blocks up to 30 s for the broker ({@code overloaded} after that).
 */
public interface ModelRegistry extends AutoCloseable {

    /**
     * Makes a version the current one of its model; {@code publishedAt} and {@code previous} are set here. Publishing the current
     * version again changes nothing.
     *
     * @return as published
     * @throws dev.majlis.mesh.error.MeshException {@code idempotency-conflict} when the name of the version stands for other files
     */
    ModelVersion publish(ModelVersion version);

    Optional<ModelVersion> current(String model);

    /** By name. */
    List<ModelVersion> all();

    /**
     * Tells the listener every current version, then every change, until the subscription is closed. Nothing is told twice unless
     * it is published twice.
     */
    Subscription subscribe(RegistryListener listener);

    /**
     * Makes the version before the current one current again; once more goes one further back.
     *
     * @return as published
     * @throws dev.majlis.mesh.error.MeshException {@code unknown-model}, or {@code unprocessable-input} when there is none before
     */
    ModelVersion rollback(String model);

    /** Takes the model and its history out of the registry; does nothing when it is not there. */
    void withdraw(String model);

    /** Whether it has read everything that was there when it started. */
    boolean ready();

    @Override
    void close();

    /** Ends what {@link #subscribe} began. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
