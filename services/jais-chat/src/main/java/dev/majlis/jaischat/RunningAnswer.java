package dev.majlis.jaischat;

import java.util.concurrent.CompletionStage;

/** An answer that is being written. */
public interface RunningAnswer {
    /**
     * The whole answer. Fails with {@link dev.majlis.mesh.error.MeshException}: {@code deadline-exceeded} or {@code
     * cancelled} when it ended early, {@code model-failed} when the engine did.
     */
    CompletionStage<Answer> answer();

    /** Stops within two tokens. */
    void cancel();
}
