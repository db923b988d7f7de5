package dev.majlis.mesh.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * How a service calls others.
 *
 * @param service its name, in {@code ce_source} and in the name of the reply topic
 * @param instance its instance, in {@code ce_source}
 * @param topicPrefix in front of every topic
 * @param replyPartition of the reply topic that this instance alone reads
 * @param maxPending calls that may wait for an answer; more are refused {@code overloaded} before anything is sent
 * @param streamGap how long a missing record of a stream may be late (platform §2.4)
 * @param resumeSilence how long a resumed stream may be silent; workers send a heartbeat every 2 s
 * @param kafka settings of the Kafka clients, at least {@code bootstrap.servers}
 */
public record ClientSettings(
        String service,
        String instance,
        String topicPrefix,
        int replyPartition,
        int maxPending,
        Duration streamGap,
        Duration resumeSilence,
        Map<String, Object> kafka) {

    public ClientSettings {
        requireNonNull(service, "service is null");
        requireNonNull(instance, "instance is null");
        requireNonNull(topicPrefix, "topicPrefix is null");
        if (replyPartition < 0) {
            throw new IllegalArgumentException("replyPartition %d: must not be negative".formatted(replyPartition));
        }
        kafka = Map.copyOf(kafka);
    }

    /** 10 000 pending calls, 5 s for a gap, 30 s of silence. */
    public static ClientSettings of(
            String service, String instance, String topicPrefix, int replyPartition, Map<String, Object> kafka) {
        return new ClientSettings(
                service,
                instance,
                topicPrefix,
                replyPartition,
                10_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                kafka);
    }

    /** {@code <prefix><service>.replies.v1}. */
    public String replyTopic() {
        return topicPrefix + service + ".replies.v1";
    }

    /** {@code <prefix>control.cancel.v1}. */
    public String cancelTopic() {
        return topicPrefix + "control.cancel.v1";
    }

    /** {@code /majlis/<service>/<instance>}. */
    public String source() {
        return "/majlis/" + service + "/" + instance;
    }
}
