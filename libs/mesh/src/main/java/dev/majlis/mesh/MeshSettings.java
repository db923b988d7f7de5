package dev.majlis.mesh;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * How a process reaches the mesh.
 *
 * @param bootstrapServers Kafka brokers
 * @param topicPrefix in front of every topic
 * @param service name of the service
 * @param instance unique among the service's processes
 * @param replyPartition of {@code <service>.replies.v1} that only this process reads
 * @param source how work queues are read
 * @param declareTopics whether missing topics are created
 * @param partitions of request topics that are created
 * @param replyPartitions of the reply topic when it is created
 * @param kafka more client settings (security and the like)
 * @param blobFolder where large bodies are put, shared by all services
 * @param failures how thrown failures translate
 * @param telemetry spans and metrics
 * @param clock for deadlines and times
 */
public record MeshSettings(
        String bootstrapServers,
        String topicPrefix,
        String service,
        String instance,
        int replyPartition,
        Source source,
        boolean declareTopics,
        int partitions,
        int replyPartitions,
        Map<String, String> kafka,
        Optional<Path> blobFolder,
        FailureClassifier failures,
        Telemetry telemetry,
        Clock clock) {

    /** How work queues are read. */
    public enum Source {
        /** Share groups: Kafka 4.2 and later. */
        SHARE,
        /** Consumer groups, for older brokers. */
        GROUP
    }

    public MeshSettings {
        requireNonNull(bootstrapServers, "bootstrapServers is null");
        requireNonNull(service, "service is null");
        kafka = Map.copyOf(kafka);
    }

    /** One process on a broker of this machine: share groups, three partitions, topics created when missing. */
    public static MeshSettings of(String bootstrapServers, String service) {
        return new MeshSettings(
                bootstrapServers,
                "majlis.",
                service,
                "0",
                0,
                Source.SHARE,
                true,
                3,
                4,
                Map.of(),
                Optional.empty(),
                new FailureClassifier(),
                Telemetry.none(),
                Clock.systemUTC());
    }

    public MeshSettings withInstance(String newInstance, int newReplyPartition) {
        return new MeshSettings(
                bootstrapServers,
                topicPrefix,
                service,
                newInstance,
                newReplyPartition,
                source,
                declareTopics,
                partitions,
                replyPartitions,
                kafka,
                blobFolder,
                failures,
                telemetry,
                clock);
    }

    public MeshSettings withSource(Source newSource) {
        return new MeshSettings(
                bootstrapServers,
                topicPrefix,
                service,
                instance,
                replyPartition,
                newSource,
                declareTopics,
                partitions,
                replyPartitions,
                kafka,
                blobFolder,
                failures,
                telemetry,
                clock);
    }

    public MeshSettings withTelemetry(Telemetry newTelemetry) {
        return new MeshSettings(
                bootstrapServers,
                topicPrefix,
                service,
                instance,
                replyPartition,
                source,
                declareTopics,
                partitions,
                replyPartitions,
                kafka,
                blobFolder,
                failures,
                newTelemetry,
                clock);
    }

    public MeshSettings withFailures(FailureClassifier newFailures) {
        return new MeshSettings(
                bootstrapServers,
                topicPrefix,
                service,
                instance,
                replyPartition,
                source,
                declareTopics,
                partitions,
                replyPartitions,
                kafka,
                blobFolder,
                newFailures,
                telemetry,
                clock);
    }

    /** {@code /majlis/<service>/<instance>}, for {@code ce_source}. */
    public String eventSource() {
        return "/majlis/" + service + "/" + instance;
    }

    /** Full name of a topic. */
    public String topic(String name) {
        return topicPrefix + name;
    }
}
