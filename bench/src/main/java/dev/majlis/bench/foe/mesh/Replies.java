package dev.majlis.bench.foe.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic that holds all answers to this process. */
final class Replies {
    private static final String TOPIC = "majlis." + World.ASKER + ".replies.v1";

    private Replies() {}

    /** Answers beyond the first of each request, since the topic was made: a request of a killed worker is worked on again. */
    static int repeated(String brokers) {
        Set<String> requests = new HashSet<>();
        int answers = 0;
        try (var reader = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", brokers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                for (var answer : reader.poll(Duration.ofMillis(500))) {
                    answers++;
                    requests.add(new String(answer.key(), UTF_8));
                }
            }
        }
        return answers - requests.size();
    }
}
