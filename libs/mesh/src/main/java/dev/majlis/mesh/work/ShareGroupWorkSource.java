package dev.majlis.mesh.work;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;

/**
 * A work queue read by a share group. Several lanes, each with its own consumer and thread, take records independently: a
 * share consumer fetches nothing new while it holds a record (it may only renew), so a lane waits until all it took are
 * settled, and one long piece of work holds up one lane only.
 */
public final class ShareGroupWorkSource implements WorkSource {
    private final List<ShareLane> lanes = new ArrayList<>();

    /**
     * @param consumers makes a consumer for a lane, with explicit acknowledgement
     * @param topic full name of the queue
     * @param laneCount how many
     */
    public ShareGroupWorkSource(
            Supplier<KafkaShareConsumer<byte[], byte[]>> consumers, String topic, int laneCount, Duration renewAfter) {
        requireNonNull(consumers, "consumers is null");
        for (int lane = 0; lane < laneCount; lane++) {
            lanes.add(new ShareLane(consumers, topic, lane, renewAfter));
        }
    }

    @Override
    public void start(Consumer<WorkItem> intake) {
        lanes.forEach(lane -> lane.start(intake));
    }

    @Override
    public boolean ready() {
        return lanes.stream().allMatch(ShareLane::ready);
    }

    @Override
    public void pause() {
        lanes.forEach(lane -> lane.pause(true));
    }

    @Override
    public void resume() {
        lanes.forEach(lane -> lane.pause(false));
    }

    @Override
    public void drain(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        lanes.forEach(ShareLane::stop);
        lanes.forEach(lane -> lane.join(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }
}
