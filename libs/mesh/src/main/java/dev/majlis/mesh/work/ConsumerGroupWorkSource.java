package dev.majlis.mesh.work;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * A work queue read by a consumer group, for brokers without share groups. One thread polls; fetching stops while {@code
 * maxInHand} records are in hand; the commit follows the oldest unsettled record, so a crash hands out again everything after
 * it. There are at most as many workers as partitions, and a slow record holds back the commit behind it (not the work).
 */
public final class ConsumerGroupWorkSource implements WorkSource {
    private static final Logger LOG = Logger.getLogger(ConsumerGroupWorkSource.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final String topic;
    private final int maxInHand;
    private final Thread thread;
    private final BlockingQueue<Settled> settled = new LinkedBlockingQueue<>();
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();

    private volatile Consumer<WorkItem> intake = item -> {};
    private volatile boolean running = true;
    private volatile boolean paused;
    private volatile boolean ready;
    private volatile long endAt = Long.MAX_VALUE;

    /** @param consumers makes the consumer, without auto-commit */
    public ConsumerGroupWorkSource(Supplier<KafkaConsumer<byte[], byte[]>> consumers, String topic, int maxInHand) {
        this.consumers = requireNonNull(consumers, "consumers is null");
        this.topic = requireNonNull(topic, "topic is null");
        this.maxInHand = maxInHand;
        this.thread = new Thread(this::run, "queue " + topic);
        this.thread.setDaemon(true);
    }

    @Override
    public void start(Consumer<WorkItem> newIntake) {
        intake = newIntake;
        thread.start();
    }

    @Override
    public boolean ready() {
        return ready && !paused;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void drain(Duration patience) {
        endAt = System.nanoTime() + patience.toNanos();
        running = false;
        ready = false;
        try {
            thread.join(patience.plusSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            try (var consumer = consumers.get()) {
                consumer.subscribe(List.of(topic), new Rebalance(consumer));
                takeUntilStopped(consumer);
            } catch (InterruptException | WakeupException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("queue %s starts again: %s", topic, e.getMessage());
                progress.clear();
            }
        }
    }

    private void takeUntilStopped(KafkaConsumer<byte[], byte[]> consumer) {
        long commitAt = System.nanoTime() + COMMIT_NANOS;
        while (running || (inHand() > 0 && System.nanoTime() < endAt)) {
            boolean full = !running || paused || inHand() >= maxInHand;
            if (full) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.paused());
            }
            if (full) {
                awaitSettlement();
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(full ? Duration.ZERO : POLL)) {
                take(record);
            }
            ready = ready || !consumer.assignment().isEmpty();
            settle();
            if (System.nanoTime() >= commitAt) {
                commit(consumer, progress.keySet());
                commitAt = System.nanoTime() + COMMIT_NANOS;
            }
        }
        settle();
        commit(consumer, progress.keySet());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        progress.computeIfAbsent(partition, key -> new PartitionProgress()).taken(record.offset());
        intake.accept(new Item(record, partition));
    }

    /** Waits for room, but not so long that a rebalance would have to wait. */
    private void awaitSettlement() {
        try {
            Settled item = settled.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (item != null) {
                settle(item);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private void settle() {
        for (Settled item = settled.poll(); item != null; item = settled.poll()) {
            settle(item);
        }
    }

    private void settle(Settled item) {
        PartitionProgress partition = progress.get(item.item.partition);
        if (partition == null) {
            return;
        }
        if (item.settlement == WorkItem.Settlement.DONE) {
            partition.settled(item.item.record.offset());
        } else if (running) {
            intake.accept(item.item);
        }
    }

    private void commit(KafkaConsumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionProgress state = progress.get(partition);
            if (state != null) {
                state.advance().ifPresent(position -> positions.put(partition, new OffsetAndMetadata(position)));
            }
        }
        if (!positions.isEmpty()) {
            consumer.commitSync(positions);
        }
    }

    private int inHand() {
        return progress.values().stream().mapToInt(PartitionProgress::inHand).sum();
    }

    private record Settled(Item item, WorkItem.Settlement settlement) {}

    private final class Item implements WorkItem {
        private final ConsumerRecord<byte[], byte[]> record;
        private final TopicPartition partition;

        private Item(ConsumerRecord<byte[], byte[]> record, TopicPartition partition) {
            this.record = record;
            this.partition = partition;
        }

        @Override
        public ConsumerRecord<byte[], byte[]> record() {
            return record;
        }

        @Override
        public int deliveries() {
            return 1;
        }

        @Override
        public void settle(Settlement settlement) {
            settled.add(new Settled(this, settlement));
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;

        private Rebalance(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            settle();
            commit(consumer, partitions);
            partitions.forEach(progress::remove);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            partitions.forEach(progress::remove);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            ready = true;
        }
    }
}
