package dev.majlis.cappy.score;

import dev.majlis.models.encode.PairScorer;
import java.util.Optional;
import java.util.function.Supplier;

/** The scorers that this service serves. */
public interface Scorers {

    /** Name of the model that is used when a request names none. */
    String defaultName();

    /**
     * A scorer that is loaded and has reproduced its golden pair.
     *
     * @param name empty for the default
     * @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_MODEL} or {@code MODEL_LOADING}
     */
    PairScorer require(Optional<String> name);

    /**
     * Does a whole request: each scorer that it requires, on this thread, is the same one every time, and stays open until the request
     * has ended, even if another version takes its place meanwhile.
     */
    <T> T during(Supplier<T> request);
}
