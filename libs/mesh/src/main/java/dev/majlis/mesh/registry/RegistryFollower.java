package dev.majlis.mesh.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads the topic from its beginning, then follows it, and tells listeners. A newcomer is told what is current between two polls,
 * on the same thread as all changes, so that it misses nothing and sees nothing out of order.
 */
final class RegistryFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RegistryFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final TopicPartition partition;
    private final RegistryView view;
    private final List<RegistryListener> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<RegistryListener> newcomers = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    private volatile boolean open = true;
    private volatile boolean caughtUp;
    private volatile KafkaConsumer<byte[], byte[]> reader;

    RegistryFollower(Supplier<KafkaConsumer<byte[], byte[]>> consumers, String topic, RegistryView view) {
        this.consumers = requireNonNull(consumers, "consumers is null");
        this.partition = new TopicPartition(topic, 0);
        this.view = requireNonNull(view, "view is null");
        this.thread = new Thread(this::run, "model-registry");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean caughtUp() {
        return caughtUp;
    }

    void add(RegistryListener listener) {
        newcomers.add(listener);
        wake();
    }

    void remove(RegistryListener listener) {
        newcomers.remove(listener);
        listeners.remove(listener);
    }

    @Override
    public void close() {
        open = false;
        wake();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        KafkaConsumer<byte[], byte[]> current = reader;
        if (current != null) {
            current.wakeup();
        }
    }

    private void run() {
        long from = 0;
        while (open) {
            try (var consumer = consumers.get()) {
                consumer.assign(List.of(partition));
                if (from == 0) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, from);
                }
                reader = consumer;
                from = follow(consumer, from);
            } catch (InterruptException e) {
                return;
            } catch (KafkaException e) {
                LOG.warnf("the model registry is read again: %s", e.getMessage());
            } finally {
                reader = null;
            }
        }
    }

    /** @return where to go on */
    private long follow(KafkaConsumer<byte[], byte[]> consumer, long from) {
        long next = from;
        try {
            long end = caughtUp ? 0 : consumer.endOffsets(List.of(partition)).get(partition);
            while (open) {
                List<RegistryView.Change> changes = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : poll(consumer)) {
                    view.apply(record).ifPresent(changes::add);
                    next = record.offset() + 1;
                }
                next = consumer.position(partition);
                view.reached(next);
                if (!caughtUp && next >= end) {
                    caughtUp = true;
                    changes = List.of();
                }
                if (caughtUp) {
                    changes.forEach(this::tell);
                    welcome();
                }
            }
        } catch (WakeupException e) {
            return next;
        }
        return next;
    }

    private static Iterable<ConsumerRecord<byte[], byte[]>> poll(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            return List.of();
        }
    }

    private void welcome() {
        for (RegistryListener listener = newcomers.poll(); listener != null; listener = newcomers.poll()) {
            RegistryListener newcomer = listener;
            view.all().forEach(version -> safely(newcomer, told -> told.published(version)));
            listeners.add(newcomer);
        }
    }

    private void tell(RegistryView.Change change) {
        for (RegistryListener listener : listeners) {
            safely(listener, told -> change.version()
                    .ifPresentOrElse(told::published, () -> told.withdrawn(change.model())));
        }
    }

    private static void safely(RegistryListener listener, Consumer<RegistryListener> call) {
        try {
            call.accept(listener);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a listener of the model registry failed");
        }
    }
}
