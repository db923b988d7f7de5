package dev.majlis.mesh.kafka;

import dev.majlis.mesh.MeshSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients with the settings of platform §2.2. */
public final class KafkaClients {
    private final Map<String, Object> common;

    public KafkaClients(MeshSettings settings) {
        Map<String, Object> all = new HashMap<>(settings.kafka());
        all.put("bootstrap.servers", settings.bootstrapServers());
        all.put("client.id", settings.service() + "-" + settings.instance());
        all.put("enable.metrics.push", "false");
        // with "rebootstrap" a client forgets its topics while no broker answers, and then send() blocks its caller
        all.putIfAbsent("metadata.recovery.strategy", "none");
        this.common = Map.copyOf(all);
    }

    public Admin admin() {
        return Admin.create(common);
    }

    /** Idempotent, all replicas, no artificial delay; batches form while the last one is under way. */
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                with(Map.of(
                        "acks", "all",
                        "enable.idempotence", "true",
                        "max.in.flight.requests.per.connection", "1",
                        "compression.type", "lz4",
                        "linger.ms", "0",
                        "max.block.ms", "10000",
                        "buffer.memory", "16777216",
                        "delivery.timeout.ms", "30000",
                        "request.timeout.ms", "15000")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A member of a share group that acknowledges each record. */
    public KafkaShareConsumer<byte[], byte[]> shareConsumer(String group, int records) {
        return new KafkaShareConsumer<>(
                with(Map.of(
                        "group.id", group,
                        "share.acknowledgement.mode", "explicit",
                        "share.acquire.mode", "record_limit",
                        "max.poll.records", Integer.toString(records),
                        "fetch.max.wait.ms", "500")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A member of a consumer group that commits by itself. */
    public KafkaConsumer<byte[], byte[]> groupConsumer(String group, int records) {
        return new KafkaConsumer<>(
                with(Map.of(
                        "group.id", group,
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed",
                        // after so long the partitions of a process that was killed go to another
                        "session.timeout.ms", "10000",
                        "max.poll.records", Integer.toString(records))),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A reader of partitions it is given, without a group. */
    public KafkaConsumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(
                with(Map.of(
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "latest",
                        "isolation.level", "read_committed",
                        "fetch.max.wait.ms", "500")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.putAll(common);
        return all;
    }
}
