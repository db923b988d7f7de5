package dev.majlis.mesh.work;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.MeshSettings.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * How many records of a queue its group has not settled, asked of the broker again and again: the number by which operators
 * scale a worker ({@code majlis.backlog.records}, platform §5). The broker is asked by its own threads; nothing waits.
 */
final class Backlog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Backlog.class);

    private final Admin admin;
    private final Source source;
    private final String group;
    private final String queue;
    private final ScheduledFuture<?> asking;

    private volatile long records;

    Backlog(Admin admin, Source source, String group, String queue, ScheduledExecutorService timer, Duration every) {
        this.admin = requireNonNull(admin, "admin is null");
        this.source = requireNonNull(source, "source is null");
        this.group = requireNonNull(group, "group is null");
        this.queue = requireNonNull(queue, "queue is null");
        this.asking = timer.scheduleWithFixedDelay(this::ask, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As of the last answer; 0 before the first. */
    long records() {
        return records;
    }

    @Override
    public void close() {
        asking.cancel(false);
    }

    private void ask() {
        try {
            CompletionStage<Long> unused = (source == Source.SHARE ? shareGroup() : consumerGroup())
                    .whenComplete((sum, failure) -> {
                        if (failure == null) {
                            records = sum;
                        } else {
                            LOG.debugf("the backlog of %s is not known: %s", queue, failure.getMessage());
                        }
                    });
        } catch (RuntimeException e) {
            LOG.debugf("the backlog of %s cannot be asked for: %s", queue, e.getMessage());
        }
    }

    private CompletionStage<Long> shareGroup() {
        return admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .toCompletionStage()
                .thenApply(partitions -> partitions.entrySet().stream()
                        .filter(entry -> entry.getKey().topic().equals(queue))
                        .filter(entry -> entry.getValue() != null)
                        .mapToLong(entry -> Math.max(0, entry.getValue().lag().orElse(0L)))
                        .sum());
    }

    private CompletionStage<Long> consumerGroup() {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .thenCompose(committed -> {
                    Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>();
                    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
                    committed.forEach((partition, offset) -> {
                        if (partition.topic().equals(queue) && offset != null) {
                            ours.put(partition, offset);
                            ends.put(partition, OffsetSpec.latest());
                        }
                    });
                    return admin.listOffsets(ends).all().toCompletionStage().thenApply(latest -> behind(ours, latest));
                });
    }

    private static long behind(
            Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(
                        0, end.getValue().offset() - committed.get(end.getKey()).offset()))
                .sum();
    }
}
