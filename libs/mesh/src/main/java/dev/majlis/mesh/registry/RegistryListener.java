package dev.majlis.mesh.registry;

/**
 * Follows the registry. Called on the registry's own thread, one call at a time, in order; a slow listener delays the others, so
 * load models elsewhere. What it throws is logged.
 */
public interface RegistryListener {

    /** This version is the current one of its model. */
    void published(ModelVersion version);

    /** The model is not to be served from the registry any more. */
    default void withdrawn(String model) {}
}
