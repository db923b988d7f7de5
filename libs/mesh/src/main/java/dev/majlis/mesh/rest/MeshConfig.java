package dev.majlis.mesh.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How a service reaches the mesh. */
@ConfigMapping(prefix = "majlis.mesh")
public interface MeshConfig {

    /** Kafka brokers. */
    @WithDefault("localhost:9092")
    String bootstrapServers();

    /** In front of every topic, so that several meshes share a broker. */
    @WithDefault("majlis.")
    String topicPrefix();

    /** Name of this instance in {@code ce_source}: a StatefulSet's ordinal, or anything unique. */
    @WithDefault("0")
    String instance();

    /** Partition of the reply topic that only this instance reads. */
    @WithDefault("0")
    int replyPartition();

    /** {@code share} (Kafka 4.2 and later) or {@code group}. */
    @WithDefault("share")
    String workerSource();

    /** Whether missing topics are created at the start. */
    @WithDefault("true")
    boolean declareTopics();

    /** Of request topics that are created. */
    @WithDefault("3")
    int partitions();

    /** Where bodies above 900 KiB are put; must be shared by all services. Empty: such bodies are refused. */
    Optional<Path> blobDir();

    /** More settings of the Kafka clients, for example {@code majlis.mesh.kafka."security.protocol"}. */
    Map<String, String> kafka();
}
