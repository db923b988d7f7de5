package dev.majlis.mesh.topic;

import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The topics of the mesh: names, partitions and retention of platform §2.1. */
public final class Topics {
    /** Without prefix: who asks whoever works on a correlation id to stop. */
    public static final String CANCEL = "control.cancel.v1";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private Topics() {}

    /** Work queue, retry topics (one for each delay, with the partitions of the queue) and dead letters of an operation. */
    public static List<TopicSpec> of(Operation operation, List<Duration> retryDelays, MeshSettings settings) {
        List<TopicSpec> specs = new ArrayList<>();
        int partitions = settings.partitions();
        specs.add(new TopicSpec(settings.topic(operation.requestsTopic()), partitions, DAY));
        for (Duration delay : retryDelays) {
            specs.add(new TopicSpec(retry(settings.topic(operation.requestsTopic()), delay), partitions, DAY));
        }
        specs.add(new TopicSpec(settings.topic(operation.deadLetterTopic()), partitions, DAY.multipliedBy(14)));
        specs.add(new TopicSpec(settings.topic(CANCEL), 1, HOUR));
        return specs;
    }

    /** Reply topic of a service that calls others. */
    public static TopicSpec replies(MeshSettings settings) {
        return new TopicSpec(settings.topic(settings.service() + ".replies.v1"), settings.replyPartitions(), HOUR);
    }

    /** Cancel requests to everyone. */
    public static TopicSpec cancel(MeshSettings settings) {
        return new TopicSpec(settings.topic(CANCEL), 1, HOUR);
    }

    /** A topic of facts. */
    public static TopicSpec events(String name, MeshSettings settings) {
        Duration kept = name.startsWith("usage.") ? Duration.ofDays(35) : Duration.ofDays(7);
        return new TopicSpec(settings.topic(name), 1, kept);
    }

    /** {@code <requests topic>_retry_<ms>}. */
    public static String retry(String requestsTopic, Duration delay) {
        return requestsTopic + "_retry_" + delay.toMillis();
    }
}
