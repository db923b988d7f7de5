package dev.majlis.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** All records of one topic of the running mesh, read beside the services. */
final class Topic implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    private final String name;

    private Topic(KafkaConsumer<byte[], byte[]> consumer, String name) {
        this.consumer = consumer;
        this.name = name;
        if (assign()) {
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
        }
    }

    /** Reads what comes from now on; all of a topic that does not exist yet. */
    static Topic fromNow(RunningMajlis majlis, String name) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", majlis.bootstrapServers(), "auto.offset.reset", "earliest");
        return new Topic(new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()), name);
    }

    private boolean assign() {
        if (consumer.assignment().isEmpty()) {
            consumer.assign(consumer.listTopics().getOrDefault(name, List.of()).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList());
        }
        return !consumer.assignment().isEmpty();
    }

    static void send(RunningMajlis majlis, ProducerRecord<byte[], byte[]> record) {
        Map<String, Object> settings = Map.of("bootstrap.servers", majlis.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = producer.send(record);
        }
    }

    /** Waits for the first record that fits. */
    ConsumerRecord<byte[], byte[]> first(Predicate<ConsumerRecord<byte[], byte[]>> fits) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> records().stream().filter(fits).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** All that has come so far. */
    List<ConsumerRecord<byte[], byte[]>> records() {
        if (assign()) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return List.copyOf(records);
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
