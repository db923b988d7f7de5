package dev.majlis.foe.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.blob.BlobRef;
import java.nio.file.Path;

/** The service that trains perceptrons. Thread-safe; blocks. */
public interface Trainer {
    /** Puts a file where the trainer finds it. */
    BlobRef store(Path file);

    /**
     * Begins a job; the same key a second time gives the job of the first.
     *
     * @return the job as the trainer shows it
     * @throws dev.majlis.mesh.error.MeshException what the trainer says, or {@code overloaded} when nobody answers
     */
    JsonNode submit(JsonNode body, String key, String tenant);

    JsonNode job(String id, String tenant);

    JsonNode result(String id, String tenant);

    void cancel(String id, String tenant);

    /** Writes the files that a result names. */
    void fetch(JsonNode result, Path folder);
}
