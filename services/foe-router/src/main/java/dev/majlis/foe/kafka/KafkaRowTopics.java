package dev.majlis.foe.kafka;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.serve.RawRow;
import dev.majlis.foe.serve.RowPlace;
import dev.majlis.foe.serve.RowTopics;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.MeshConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Rows in topics of the broker: values are JSON. Of the mesh's own topics only those below {@code foe-router.rows.} may be read,
 * for the others hold what clients sent.
 */
@ApplicationScoped
public class KafkaRowTopics implements RowTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ROWS = "foe-router.rows.";

    private final MeshConfig config;

    @Inject
    public KafkaRowTopics(MeshConfig config) {
        this.config = config;
    }

    @Override
    public List<RawRow> read(String topic, int most) {
        boolean ours = topic.startsWith(config.topicPrefix()) || topic.startsWith("_");
        if (ours && !topic.startsWith(config.topicPrefix() + ROWS)) {
            throw Failures.invalid(
                    "/topic", "must not be a topic of the mesh, unless it begins with " + config.topicPrefix() + ROWS);
        }
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return read(consumer, topic, most);
        } catch (KafkaException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "topic '" + topic + "' cannot be read", e);
        }
    }

    private static List<RawRow> read(KafkaConsumer<byte[], byte[]> consumer, String topic, int most) {
        List<TopicPartition> partitions = consumer.listTopics(PATIENCE).getOrDefault(topic, List.of()).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw Failures.unknown("TOPIC", topic);
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        List<RawRow> rows = new ArrayList<>();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (rows.size() < most && !reached(consumer, ends)) {
            var records = consumer.poll(Duration.ofMillis(200));
            if (!records.isEmpty()) {
                until = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > until) {
                throw new MeshException(ProblemSlug.OVERLOADED, "topic '" + topic + "' gives no more records");
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                boolean inside = record.offset() < ends.get(new TopicPartition(topic, record.partition()));
                if (rows.size() < most && inside && record.value() != null) {
                    rows.add(row(record));
                }
            }
        }
        return rows;
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static RawRow row(ConsumerRecord<byte[], byte[]> record) {
        var place = new RowPlace.TopicRecord(record.partition(), record.offset());
        try {
            return RawRow.of(place, Json.mapper().readTree(record.value()));
        } catch (IOException e) {
            return RawRow.unreadable(place, Failures.badJson("is no JSON"));
        }
    }
}
