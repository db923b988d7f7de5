package dev.majlis.mesh.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads this instance's partition of the reply topic, from its end on, and hands every record on with its correlation id
 * (platform §2.3). One thread, which must not be blocked.
 */
final class ReplyRouter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReplyRouter.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long BACK_OFF_MS = 500;

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final BiConsumer<String, ConsumerRecord<byte[], byte[]>> receiver;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    ReplyRouter(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            BiConsumer<String, ConsumerRecord<byte[], byte[]>> receiver) {
        this.consumer = requireNonNull(consumer, "consumer is null");
        this.partition = requireNonNull(partition, "partition is null");
        this.receiver = requireNonNull(receiver, "receiver is null");
        this.thread = new Thread(this::run, "mesh-replies-" + partition);
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes when the position is known: what is written from then on is seen. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            while (!closed(0)) {
                try {
                    read();
                } catch (WakeupException e) {
                    LOG.debug("reply consumer woken up");
                } catch (KafkaException e) {
                    LOG.warnf("replies cannot be read from %s: %s", partition, e.getMessage());
                    if (closed(BACK_OFF_MS)) {
                        return;
                    }
                }
            }
        }
    }

    private void read() {
        if (!ready.isDone()) {
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition);
            ready.complete(null);
        }
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            String key = message.key() == null ? "" : new String(message.key(), UTF_8);
            try {
                receiver.accept(key, message);
            } catch (RuntimeException e) {
                LOG.errorf(e, "reply at offset %d could not be delivered", message.offset());
            }
        }
    }

    private boolean closed(long waitMs) {
        try {
            return closing.await(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Settings of the consumer; positions are never committed. */
    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "latest");
        settings.put("isolation.level", "read_committed");
        settings.put("allow.auto.create.topics", false);
        return settings;
    }
}
