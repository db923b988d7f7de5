package dev.majlis.bench.mesh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The loop one writes by hand with plain clients: no envelope, deadline, retry or trace, only a correlation id as the key. The
 * worker answers a poll's records, waits until the broker has the answers, then acknowledges or commits.
 */
final class PlainRoundTrip implements RoundTrip {
    private final boolean shareGroup;
    private final String requests;
    private final String replies;
    private final Map<String, Object> common;
    private final KafkaProducer<byte[], byte[]> asks;
    private final KafkaProducer<byte[], byte[]> answers;
    private final Map<String, CompletableFuture<byte[]>> pending = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean open = true;

    PlainRoundTrip(String bootstrapServers, boolean shareGroup, int partitions) {
        this.shareGroup = shareGroup;
        this.common = Map.of("bootstrap.servers", bootstrapServers);
        String id = UUID.randomUUID().toString();
        this.requests = "plain-requests-" + id;
        this.replies = "plain-replies-" + id;
        declare(partitions);
        this.asks = producer();
        this.answers = producer();
        thread(this::receive);
        thread(shareGroup ? this::workFromShareGroup : this::workFromConsumerGroup);
        call(new byte[] {'1'}).toCompletableFuture().join();
    }

    @Override
    public String name() {
        return "plain clients, " + (shareGroup ? "share group" : "consumer group");
    }

    @Override
    public CompletionStage<byte[]> call(byte[] body) {
        String id = UUID.randomUUID().toString();
        var answer = new CompletableFuture<byte[]>();
        pending.put(id, answer);
        Future<RecordMetadata> unused =
                asks.send(new ProducerRecord<>(requests, id.getBytes(StandardCharsets.US_ASCII), body));
        return answer;
    }

    @Override
    public void close() {
        open = false;
        for (Thread thread : threads) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        asks.close();
        answers.close();
    }

    private void workFromShareGroup() {
        var settings = with(Map.of("group.id", requests, "share.acknowledgement.mode", "explicit"));
        try (var consumer =
                new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(requests));
            while (open) {
                var records = consumer.poll(Duration.ofMillis(500));
                answer(records);
                records.forEach(consumer::acknowledge);
            }
        }
    }

    private void workFromConsumerGroup() {
        var settings =
                with(Map.of("group.id", requests, "enable.auto.commit", "false", "auto.offset.reset", "earliest"));
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(requests));
            while (open) {
                answer(consumer.poll(Duration.ofMillis(500)));
                consumer.commitAsync();
            }
        }
    }

    private void answer(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        var sent = new ArrayList<Future<RecordMetadata>>();
        records.forEach(
                record -> sent.add(answers.send(new ProducerRecord<>(replies, 0, record.key(), record.value()))));
        sent.forEach(PlainRoundTrip::await);
    }

    private void receive() {
        var partition = new TopicPartition(replies, 0);
        try (var consumer = new KafkaConsumer<>(
                with(Map.of("enable.auto.commit", "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (open) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    CompletableFuture<byte[]> answer =
                            pending.remove(new String(record.key(), StandardCharsets.US_ASCII));
                    if (answer != null) {
                        answer.complete(record.value());
                    }
                }
            }
        }
    }

    private void declare(int partitions) {
        try (var admin = Admin.create(common)) {
            admin.createTopics(
                            List.of(new NewTopic(requests, partitions, (short) 1), new NewTopic(replies, 1, (short) 1)))
                    .all()
                    .get();
            if (shareGroup) {
                var earliest = new AlterConfigOp(
                        new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
                admin.incrementalAlterConfigs(
                                Map.of(new ConfigResource(ConfigResource.Type.GROUP, requests), List.of(earliest)))
                        .all()
                        .get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("could not create topics", e);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        var settings = with(Map.of("acks", "all", "linger.ms", "0", "compression.type", "lz4"));
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        var all = new java.util.HashMap<>(common);
        all.putAll(more);
        return all;
    }

    private void thread(Runnable loop) {
        var thread = new Thread(loop, "plain-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("an answer was not sent", e);
        }
    }
}
