package dev.majlis.mesh.topic;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * A topic as code (platform §2.1).
 *
 * @param name full name
 * @param partitions how many
 * @param retention how long records are kept; zero for a compacted topic
 */
public record TopicSpec(String name, int partitions, Duration retention) {
    public TopicSpec {
        requireNonNull(name, "name is null");
        requireNonNull(retention, "retention is null");
        if (partitions < 1) {
            throw new IllegalArgumentException("topic %s: %d partitions".formatted(name, partitions));
        }
    }

    /** Topic settings for its creation. */
    public Map<String, String> settings() {
        return retention.isZero()
                ? Map.of("cleanup.policy", "compact")
                : Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis()));
    }
}
