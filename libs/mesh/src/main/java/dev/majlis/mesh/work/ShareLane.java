package dev.majlis.mesh.work;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One member of a share group on a thread of its own: takes some records, hands them on, waits for their settlements, tells
 * the broker, takes the next. Records not settled by {@code renewAfter} are renewed as often as it takes.
 */
final class ShareLane {
    private static final Logger LOG = Logger.getLogger(ShareLane.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RECOVER = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 50;
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final Supplier<KafkaShareConsumer<byte[], byte[]>> consumers;
    private final String topic;
    private final Duration renewAfter;
    private final Watcher watcher;
    private final Thread thread;
    private final Queue<Settled> settled = new ConcurrentLinkedQueue<>();
    /** Records that were handed on and are not settled; the lane is woken for the last of them alone. */
    private final AtomicInteger outstanding = new AtomicInteger();

    private final Map<Place, ConsumerRecord<byte[], byte[]>> inHand = new LinkedHashMap<>();

    private volatile Consumer<WorkItem> intake = item -> item.settle(WorkItem.Settlement.RELEASED);
    private volatile boolean running = true;
    private volatile boolean paused;
    private volatile boolean ready;
    private volatile long releaseAt = Long.MAX_VALUE;

    ShareLane(
            Supplier<KafkaShareConsumer<byte[], byte[]>> consumers,
            String topic,
            int number,
            Duration renewAfter,
            Watcher watcher) {
        this.consumers = consumers;
        this.topic = topic;
        this.renewAfter = renewAfter;
        this.watcher = watcher;
        this.thread = new Thread(this::run, "lane-" + number + " " + topic);
        this.thread.setDaemon(true);
    }

    /** Who decides about lanes. */
    interface Watcher {
        /** The lane has waited {@code HELD_NANOS} for its slowest record. */
        void held(ShareLane lane);

        /** Asked while the lane has nothing in hand: whether it may go. */
        boolean superfluous(ShareLane lane);
    }

    void start(Consumer<WorkItem> newIntake) {
        intake = newIntake;
        thread.start();
    }

    boolean ready() {
        return ready && !paused;
    }

    void pause(boolean value) {
        paused = value;
    }

    /** Takes no more. */
    void stop() {
        running = false;
        ready = false;
    }

    /** Waits for what is in hand, then releases it. */
    void join(Duration patience) {
        releaseAt = System.nanoTime() + patience.toNanos();
        try {
            thread.join(patience.plusSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            try (var consumer = consumers.get()) {
                consumer.subscribe(java.util.List.of(topic));
                takeUntilStopped(consumer);
            } catch (InterruptException | WakeupException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("lane of %s starts again: %s", topic, e.getMessage());
                inHand.clear();
                sleep(RECOVER.toMillis());
            }
        }
    }

    private void takeUntilStopped(KafkaShareConsumer<byte[], byte[]> consumer) {
        while (running) {
            if (paused) {
                sleep(PAUSE_MILLIS);
                continue;
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            ready = true;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                inHand.put(Place.of(record), record);
            }
            outstanding.set(records.count());
            for (ConsumerRecord<byte[], byte[]> record : records) {
                intake.accept(new Item(record));
            }
            awaitSettlements(consumer);
            if (watcher.superfluous(this)) {
                stop();
            }
        }
        if (!inHand.isEmpty()) {
            inHand.values().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RELEASE));
            inHand.clear();
        }
        consumer.commitSync(Duration.ofSeconds(5));
    }

    private void awaitSettlements(KafkaShareConsumer<byte[], byte[]> consumer) {
        long renewAt = System.nanoTime() + renewAfter.toNanos();
        long heldAt = System.nanoTime() + HELD_NANOS;
        boolean unsent = false;
        while (!inHand.isEmpty()) {
            long now = System.nanoTime();
            if (now >= releaseAt) {
                return;
            }
            if (now >= heldAt) {
                watcher.held(this);
                if (unsent) {
                    consumer.commitAsync();
                    unsent = false;
                }
                heldAt = System.nanoTime() + HELD_NANOS;
            }
            if (now >= renewAt) {
                renew(consumer);
                renewAt = System.nanoTime() + renewAfter.toNanos();
            }
            if (settled.isEmpty()) {
                park(Math.min(renewAt, heldAt) - now);
            }
            for (Settled next = settled.poll(); next != null; next = settled.poll()) {
                acknowledge(consumer, next);
                unsent = true;
            }
        }
    }

    private void acknowledge(KafkaShareConsumer<byte[], byte[]> consumer, Settled item) {
        ConsumerRecord<byte[], byte[]> record = inHand.remove(item.place);
        if (record == null) {
            return;
        }
        boolean done = item.settlement == WorkItem.Settlement.DONE;
        consumer.acknowledge(record, done ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
    }

    /** Renewed records come back with the next poll, and nothing else does. */
    private void renew(KafkaShareConsumer<byte[], byte[]> consumer) {
        inHand.values().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RENEW));
        consumer.commitSync()
                .values()
                .forEach(failure -> failure.ifPresent(e ->
                        LOG.warnf("a record of %s could not be renewed and may be handed out again: %s", topic, e)));
        Map<Place, ConsumerRecord<byte[], byte[]>> renewed = new LinkedHashMap<>();
        for (int attempt = 0; attempt < 20 && renewed.size() < inHand.size(); attempt++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (inHand.containsKey(Place.of(record))) {
                    renewed.put(Place.of(record), record);
                } else {
                    outstanding.incrementAndGet();
                    intake.accept(new Item(record));
                    renewed.put(Place.of(record), record);
                }
            }
        }
        inHand.clear();
        inHand.putAll(renewed);
    }

    private void park(long nanos) {
        LockSupport.parkNanos(this, nanos);
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptException("interrupted");
        }
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private record Place(int partition, long offset) {
        static Place of(ConsumerRecord<byte[], byte[]> record) {
            return new Place(record.partition(), record.offset());
        }
    }

    private record Settled(Place place, WorkItem.Settlement settlement) {}

    private final class Item implements WorkItem {
        private final ConsumerRecord<byte[], byte[]> record;

        private Item(ConsumerRecord<byte[], byte[]> record) {
            this.record = record;
        }

        @Override
        public ConsumerRecord<byte[], byte[]> record() {
            return record;
        }

        @Override
        public int deliveries() {
            return record.deliveryCount().map(Short::intValue).orElse(1);
        }

        @Override
        public void settle(Settlement settlement) {
            settled.add(new Settled(Place.of(record), settlement));
            if (outstanding.decrementAndGet() <= 0) {
                LockSupport.unpark(thread);
            }
        }
    }
}
