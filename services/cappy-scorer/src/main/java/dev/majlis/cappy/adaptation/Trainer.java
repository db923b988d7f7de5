package dev.majlis.cappy.adaptation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/** The service that trains, reached through the mesh. Blocks; thread-safe. */
public interface Trainer {

    /**
     * One request.
     *
     * @param method {@code GET}, {@code POST} or {@code DELETE}
     * @param path below {@code /trainer/v1}
     * @param body null for none
     * @param headers lower-case names
     * @return the body of a 2xx answer
     * @throws dev.majlis.mesh.error.MeshException what the trainer answered, or {@code TRAINER_ABSENT} when it did not
     */
    JsonNode ask(
            String method, String path, JsonNode body, Map<String, String> headers, String tenant, Instant deadline);
}
