package dev.majlis.foe.serve;

import java.util.Set;

/** The pools that are served. Thread-safe; blocks while experts answer. */
public interface Predictor {

    /**
     * Answers one input, and tells the decision log.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_POOL}, {@code NO_FUSER}, {@code EXPERT_CHANGED}, {@code
     *     ALL_EXPERTS_FAILED}, {@code DEADLINE}, {@code INVALID_FIELD}
     */
    Prediction predict(PredictRequest request);

    /** Names of the pools there are. */
    Set<String> pools();

    /** Whether a pool's experts write texts. */
    boolean generates(String pool);
}
