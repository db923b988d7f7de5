package dev.majlis.mesh.work;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;

/**
 * A work queue read by a share group. A share consumer fetches nothing new while it holds a record (it may only renew), so one
 * slow record would stop the queue; therefore records are taken over lanes, each with its own consumer and thread. Quick work
 * runs over the first lane alone, in large batches, which costs the broker least. When a lane is held for 400 ms by a slow
 * record, the other lanes join; when none has been held for 10 s, they go. A source with as many lanes as records in hand
 * expects slow work and starts all lanes at once.
 */
public final class ShareGroupWorkSource implements WorkSource {
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final IntFunction<KafkaShareConsumer<byte[], byte[]>> consumers;
    private final String topic;
    private final int laneCount;
    private final int firstRecords;
    private final int otherRecords;
    private final Duration renewAfter;
    private final ShareLane.Watcher watcher = new GrowWhenHeld();
    private final List<ShareLane> lanes = new CopyOnWriteArrayList<>();

    private volatile long lastHeld = System.nanoTime();
    private Consumer<WorkItem> intake = item -> item.settle(WorkItem.Settlement.RELEASED);
    private boolean paused;
    private boolean draining;
    private int lanesMade;

    /**
     * @param consumers makes a consumer with explicit acknowledgement that takes at most so many records at a time
     * @param topic full name of the queue
     * @param maxInHand records of all lanes together; a third is for the lanes that may join the first
     * @param laneCount lanes at most
     * @param renewAfter a third of the broker's lock
     */
    public ShareGroupWorkSource(
            IntFunction<KafkaShareConsumer<byte[], byte[]>> consumers,
            String topic,
            int maxInHand,
            int laneCount,
            Duration renewAfter) {
        this.consumers = requireNonNull(consumers, "consumers is null");
        this.topic = requireNonNull(topic, "topic is null");
        this.renewAfter = requireNonNull(renewAfter, "renewAfter is null");
        this.laneCount = laneCount;
        this.otherRecords = laneCount == 1 ? 0 : Math.max(1, maxInHand / 3 / (laneCount - 1));
        this.firstRecords = Math.max(1, maxInHand - otherRecords * (laneCount - 1));
        addLane();
        while (firstRecords == 1 && lanes.size() < laneCount) {
            addLane();
        }
    }

    @Override
    public synchronized void start(Consumer<WorkItem> newIntake) {
        intake = newIntake;
        lanes.forEach(lane -> lane.start(intake));
    }

    @Override
    public boolean ready() {
        return lanes.get(0).ready();
    }

    @Override
    public synchronized void pause() {
        paused = true;
        lanes.forEach(lane -> lane.pause(true));
    }

    @Override
    public synchronized void resume() {
        paused = false;
        lanes.forEach(lane -> lane.pause(false));
    }

    @Override
    public void drain(Duration patience) {
        List<ShareLane> all;
        synchronized (this) {
            draining = true;
            all = new ArrayList<>(lanes);
        }
        long end = System.nanoTime() + patience.toNanos();
        all.forEach(ShareLane::stop);
        all.forEach(lane -> lane.join(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }

    /** Lanes that take records now. */
    int lanes() {
        return lanes.size();
    }

    private ShareLane addLane() {
        int records = lanes.isEmpty() ? firstRecords : otherRecords;
        var lane = new ShareLane(() -> consumers.apply(records), topic, lanesMade++, renewAfter, watcher);
        lanes.add(lane);
        return lane;
    }

    private synchronized void grow() {
        while (!draining && !paused && lanes.size() < laneCount) {
            addLane().start(intake);
        }
    }

    private final class GrowWhenHeld implements ShareLane.Watcher {
        @Override
        public void held(ShareLane lane) {
            lastHeld = System.nanoTime();
            if (lanes.size() < laneCount) {
                grow();
            }
        }

        @Override
        public boolean superfluous(ShareLane lane) {
            boolean calm = firstRecords > 1 && System.nanoTime() - lastHeld > CALM_NANOS;
            if (!calm || lane == lanes.get(0)) {
                return false;
            }
            synchronized (ShareGroupWorkSource.this) {
                return lanes.remove(lane);
            }
        }
    }
}
