package dev.majlis.mesh;

import java.util.concurrent.CompletionStage;

/** Publishes facts on a topic {@code majlis.<service>.events.v1} or another event topic (platform §2.1). */
public interface MeshEvents {

    /**
     * Publishes one fact; completes when the broker has it.
     *
     * @param topic without prefix, for example {@code usage.events.v1}
     * @param kind last but one part of the CloudEvents type, for example {@code model-loaded}
     * @param key entity id
     * @param tenant whom it concerns
     * @param fact JSON-serialisable
     */
    CompletionStage<Void> publish(String topic, String kind, String key, String tenant, Object fact);
}
