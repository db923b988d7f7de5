package dev.majlis.mesh.topic;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The start-up check: every topic exists, and retry topics have the partitions of their source. Blocks. */
public final class TopicCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Admin admin;
    private final boolean declare;

    /** @param declare whether missing topics are created */
    public TopicCheck(Admin admin, boolean declare) {
        this.admin = admin;
        this.declare = declare;
    }

    /**
     * Makes sure of the topics.
     *
     * @throws MeshException {@code internal}, naming the topics that are missing and those that have too few partitions
     */
    public void ensure(Collection<TopicSpec> specs) {
        Map<String, TopicSpec> wanted = new LinkedHashMap<>();
        specs.forEach(spec -> wanted.put(spec.name(), spec));
        Map<String, Integer> present = partitions(wanted.keySet());
        List<TopicSpec> missing = wanted.values().stream()
                .filter(spec -> !present.containsKey(spec.name()))
                .toList();
        if (!missing.isEmpty() && !declare) {
            throw new MeshException(
                    ProblemSlug.INTERNAL,
                    "topics are missing: %s; create them, or set majlis.mesh.declare-topics=true"
                            .formatted(missing.stream().map(TopicSpec::name).toList()));
        }
        create(missing);
        checkPartitions(wanted, present);
    }

    private static void checkPartitions(Map<String, TopicSpec> wanted, Map<String, Integer> present) {
        for (String topic : wanted.keySet()) {
            int retry = topic.indexOf("_retry_");
            if (retry < 0 || !present.containsKey(topic)) {
                continue;
            }
            Integer source = present.get(topic.substring(0, retry));
            if (source != null && present.get(topic) < source) {
                throw new MeshException(
                        ProblemSlug.INTERNAL,
                        "topic %s has %d partitions, its source has %d: a retry topic needs as many"
                                .formatted(topic, present.get(topic), source));
            }
        }
    }

    private Map<String, Integer> partitions(Collection<String> names) {
        Map<String, Integer> present = new LinkedHashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, description) -> describe(description)
                .ifPresent(found -> present.put(name, found.partitions().size())));
        return present;
    }

    private static Optional<TopicDescription> describe(KafkaFuture<TopicDescription> description) {
        try {
            return Optional.of(await(description));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new MeshException(ProblemSlug.INTERNAL, "the broker did not describe its topics", e.getCause());
        }
    }

    private void create(List<TopicSpec> missing) {
        List<NewTopic> topics = new ArrayList<>();
        for (TopicSpec spec : missing) {
            topics.add(new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
                    .configs(spec.settings()));
        }
        admin.createTopics(topics).values().forEach((name, created) -> {
            try {
                await(created);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new MeshException(
                            ProblemSlug.INTERNAL, "topic %s could not be created".formatted(name), e.getCause());
                }
            }
        });
    }

    private static <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the broker did not answer within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "interrupted", e);
        }
    }
}
