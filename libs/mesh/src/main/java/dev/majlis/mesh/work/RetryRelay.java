package dev.majlis.mesh.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.majlis.mesh.envelope.Headers;
import dev.majlis.mesh.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Brings the records of an operation's retry topics back to its queue when they are due. All records of one retry topic wait
 * equally long, so the oldest of a partition is due first and the relay waits for that one alone. At least once: a record that
 * comes back twice after a crash has the same id and attempt.
 */
final class RetryRelay implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RetryRelay.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int RECORDS = 100;

    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final Producer<byte[], byte[]> producer;
    private final String queue;
    private final List<String> topics;
    private final Clock clock;
    private final Thread thread;

    private volatile boolean open = true;

    RetryRelay(
            Supplier<KafkaConsumer<byte[], byte[]>> consumers,
            Producer<byte[], byte[]> producer,
            String queue,
            List<Duration> delays,
            Clock clock) {
        this.consumers = consumers;
        this.producer = producer;
        this.queue = queue;
        this.topics = delays.stream().map(delay -> Topics.retry(queue, delay)).toList();
        this.clock = clock;
        this.thread = new Thread(this::run, "retries of " + queue);
        this.thread.setDaemon(true);
    }

    /** A consumer for a relay: it must fetch at most {@value #RECORDS} records at a time. */
    static int recordsPerPoll() {
        return RECORDS;
    }

    void start() {
        if (!topics.isEmpty()) {
            thread.start();
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (open) {
            try (var consumer = consumers.get()) {
                consumer.subscribe(topics);
                relay(consumer);
            } catch (InterruptException | WakeupException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("retries of %s start again: %s", queue, e.getMessage());
            }
        }
    }

    private void relay(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> waiting = new HashMap<>();
        while (open) {
            long now = clock.millis();
            waiting.keySet().retainAll(consumer.assignment());
            waiting.entrySet().removeIf(entry -> {
                if (entry.getValue() <= now) {
                    consumer.resume(List.of(entry.getKey()));
                    return true;
                }
                return false;
            });
            var records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                relay(consumer, partition, records.records(partition), waiting);
            }
        }
    }

    private void relay(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            Map<TopicPartition, Long> waiting) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            long due = due(record);
            if (due > clock.millis()) {
                consumer.seek(partition, record.offset());
                consumer.pause(List.of(partition));
                waiting.put(partition, due);
                return;
            }
            bringBack(record);
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
        }
    }

    private void bringBack(ConsumerRecord<byte[], byte[]> record) {
        var message = new ProducerRecord<>(queue, record.partition(), record.key(), record.value(), record.headers());
        message.headers().remove(Headers.NOT_BEFORE);
        var sent = new CompletableFuture<Void>();
        var unused = producer.send(message, (metadata, failure) -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        try {
            sent.orTimeout(60, TimeUnit.SECONDS).join();
        } catch (java.util.concurrent.CompletionException e) {
            throw new KafkaException("a record could not be brought back", e.getCause());
        }
    }

    private static long due(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Headers.NOT_BEFORE);
        try {
            return header == null ? 0 : Long.parseLong(new String(header.value(), UTF_8));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
