package dev.majlis.mesh.work;

import dev.majlis.mesh.topic.TopicSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Who has been asked to stop: reads the cancel topic from now on, remembers the last {@value #REMEMBERED} ids for ten minutes, and tells
 * running tasks at once (platform §2.3). One for each process.
 */
public final class Cancellations implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Cancellations.class);
    private static final int REMEMBERED = 50_000;
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final TopicSpec topic;
    private final Clock clock;
    private final Thread thread;
    private final Map<String, Runnable> running = new ConcurrentHashMap<>();
    private final Map<String, Instant> cancelled = new LinkedHashMap<>();

    private volatile boolean open = true;
    private volatile boolean ready;
    private volatile KafkaConsumer<byte[], byte[]> reader;

    public Cancellations(Supplier<KafkaConsumer<byte[], byte[]>> consumers, TopicSpec topic, Clock clock) {
        this.consumers = consumers;
        this.topic = topic;
        this.clock = clock;
        this.thread = new Thread(this::run, "cancellations");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Whether the cancel topic is being read. */
    public boolean ready() {
        return ready;
    }

    /** Whether this call was cancelled. */
    public boolean contains(String correlationId) {
        synchronized (cancelled) {
            return cancelled.containsKey(correlationId);
        }
    }

    /** Calls {@code action} once when the call is cancelled, at once if it already was. */
    void watch(String correlationId, Runnable action) {
        running.put(correlationId, action);
        if (contains(correlationId) && running.remove(correlationId, action)) {
            action.run();
        }
    }

    void forget(String correlationId) {
        running.remove(correlationId);
    }

    @Override
    public void close() {
        open = false;
        KafkaConsumer<byte[], byte[]> current = reader;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (open) {
            try (var consumer = consumers.get()) {
                reader = consumer;
                read(consumer);
            } catch (InterruptException | WakeupException e) {
                return;
            } catch (KafkaException e) {
                LOG.warnf("the cancel topic is read again: %s", e.getMessage());
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        ready = true;
        while (open) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.key() != null) {
                    cancel(new String(record.key(), java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        }
    }

    private void cancel(String correlationId) {
        Instant now = clock.instant();
        synchronized (cancelled) {
            cancelled.put(correlationId, now);
            cancelled.values().removeIf(time -> time.isBefore(now.minus(TTL)));
            if (cancelled.size() > REMEMBERED) {
                cancelled.remove(cancelled.keySet().iterator().next());
            }
        }
        Runnable action = running.remove(correlationId);
        if (action != null) {
            action.run();
        }
    }
}
