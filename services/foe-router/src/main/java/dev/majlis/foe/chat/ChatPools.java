package dev.majlis.foe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.policy.Policy;
import java.util.List;

/** What a chat must know of a pool before it asks it. Thread-safe. */
public interface ChatPools {
    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_POOL} */
    boolean generates(String pool);

    /** In the order of the pool's probabilities; none of a pool of generators. */
    List<String> labels(String pool);

    /**
     * @param words as in a request or a model's name
     * @throws dev.majlis.mesh.error.MeshException {@code INVALID_FIELD}
     */
    Policy policy(String pool, JsonNode words);
}
