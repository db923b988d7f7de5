package dev.majlis.bench.cappy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads every result and every dead letter from the beginning and books them by request. Not thread-safe. */
final class Ledger implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> reader;
    private final String deadLetters;
    private final Map<String, Set<String>> results = new HashMap<>();
    private final Set<String> buried = new HashSet<>();
    private int replies;

    Ledger(String brokers, String resultsTopic, String deadLetters) {
        this.deadLetters = deadLetters;
        this.reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(resultsTopic, deadLetters).stream()
                .flatMap(topic -> reader.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
    }

    /** Reads what has come. */
    void read() {
        reader.poll(Duration.ofMillis(100)).forEach(this::book);
    }

    private void book(ConsumerRecord<byte[], byte[]> record) {
        String id = new String(record.key(), UTF_8);
        if (record.topic().equals(deadLetters)) {
            buried.add(id);
            return;
        }
        replies++;
        // a refusal names the trace of the attempt, which is another one after a crash
        results.computeIfAbsent(id, key -> new HashSet<>())
                .add(new String(record.value(), UTF_8).replaceAll("\"traceId\":\"[0-9a-f]*\"", ""));
    }

    /** Requests with a result or a grave. */
    int settled() {
        return results.size()
                + (int) buried.stream().filter(id -> !results.containsKey(id)).count();
    }

    int results() {
        return results.size();
    }

    int buried() {
        return buried.size();
    }

    /** In both. */
    long inBoth() {
        return buried.stream().filter(results::containsKey).count();
    }

    /** Answered more than once, whatever the answers. */
    int again() {
        return replies - results.size();
    }

    /** Answered more than once and differently. */
    long conflicting() {
        return results.values().stream().filter(values -> values.size() > 1).count();
    }

    /** Results that are problem documents. */
    long refusals() {
        return results.values().stream()
                .filter(values -> values.stream().anyMatch(value -> value.contains("urn:majlis:problem:")))
                .count();
    }

    @Override
    public void close() {
        reader.close();
    }
}
