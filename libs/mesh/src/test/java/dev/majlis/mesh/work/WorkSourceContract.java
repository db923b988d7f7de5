package dev.majlis.mesh.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.majlis.mesh.MeshSettings.Source;
import dev.majlis.mesh.work.WorkItem.Settlement;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link WorkSource} promises, tried on a real broker whose locks last two seconds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WorkSourceContract {
    static final int LIMIT = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOCK = Duration.ofSeconds(2);

    private final List<WorkSource> open = new ArrayList<>();
    private KafkaBroker broker;
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;

    /**
     * A source that is not started.
     *
     * @param group also the name of the topic
     * @param limit of records in hand
     */
    abstract WorkSource source(String bootstrapServers, Admin admin, String group, int limit, Duration lock);

    abstract Source kind();

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        broker = KafkaBroker.start(
                folder,
                0,
                Map.of(
                        "group.share.min.record.lock.duration.ms",
                        "1000",
                        "group.share.record.lock.duration.ms",
                        Long.toString(LOCK.toMillis())));
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "0");
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    void stopBroker() {
        producer.close();
        admin.close();
        broker.close();
    }

    @AfterEach
    void closeSources() {
        open.forEach(WorkSource::close);
        open.clear();
    }

    @Test
    void handsEachRecordToOneOfTwoWorkers() throws Exception {
        String topic = topic(3);
        var first = new Hand(Settlement.DONE);
        var second = new Hand(Settlement.DONE);
        start(topic, first);
        start(topic, second);

        send(topic, 3, 60);

        await().atMost(PATIENCE).until(() -> first.taken.size() + second.taken.size() >= 60);
        assertThat(join(first.taken, second.taken)).containsExactlyInAnyOrderElementsOf(numbers(0, 60));
    }

    @Test
    void takesWhatWasSentBeforeItsFirstStart() throws Exception {
        String topic = topic(1);
        send(topic, 1, 5);

        var hand = new Hand(Settlement.DONE);
        start(topic, hand);

        await().atMost(PATIENCE).until(() -> hand.taken.size() == 5);
    }

    @Test
    void neverHandsOutASettledRecordAgain() throws Exception {
        String topic = topic(1);
        var first = new Hand(Settlement.DONE);
        WorkSource before = start(topic, first);
        send(topic, 1, 10);
        await().atMost(PATIENCE).until(() -> first.taken.size() == 10);
        before.drain(PATIENCE);

        var second = new Hand(Settlement.DONE);
        start(topic, second);
        send(topic, 1, "last");

        await().atMost(PATIENCE).until(() -> second.taken.contains("last"));
        assertThat(second.taken).containsExactly("last");
    }

    @Test
    void handsOutAgainWhatAnotherWorkerLeftUnsettled() throws Exception {
        String topic = topic(1);
        var lazy = new Hand(null);
        WorkSource leaving = start(topic, lazy);
        send(topic, 1, 3);
        await().atMost(PATIENCE).until(() -> !lazy.taken.isEmpty());
        leaving.drain(Duration.ZERO);

        var next = new Hand(Settlement.DONE);
        start(topic, next);

        await().atMost(PATIENCE).until(() -> next.taken.size() == 3);
        assertThat(next.taken).containsExactlyInAnyOrderElementsOf(numbers(0, 3));
    }

    @Test
    void keepsARecordInHandBeyondTheLock() throws Exception {
        String topic = topic(2);
        var one = new Hand(null);
        var other = new Hand(null);
        WorkSource first = start(topic, one);
        WorkSource second = start(topic, other);
        await().atMost(PATIENCE).until(() -> first.ready() && second.ready());
        send(topic, 2, "long");
        await().atMost(PATIENCE).until(() -> join(one.taken, other.taken).size() == 1);

        await().pollDelay(LOCK.multipliedBy(3)).atMost(PATIENCE).until(() -> true);

        assertThat(join(one.taken, other.taken)).containsExactly("long");
        one.settleAll();
        other.settleAll();
    }

    @Test
    void doesNotWaitForASlowRecordBeforeItTakesTheNext() throws Exception {
        String topic = topic(1);
        var hand = new Hand(null);
        start(topic, hand);
        send(topic, 1, "slow");
        await().atMost(PATIENCE).until(() -> hand.taken.size() == 1);

        send(topic, 1, "quick");

        await().atMost(Duration.ofSeconds(8)).until(() -> hand.taken.contains("quick"));
        hand.items.forEach(item -> item.settle(Settlement.DONE));
    }

    @Test
    void holdsNoMoreThanItsLimit() throws Exception {
        String topic = topic(1);
        var hand = new Hand(null);
        start(topic, hand);
        send(topic, 1, 40);
        await().atMost(PATIENCE).until(() -> hand.taken.size() >= LIMIT / 2);

        await().pollDelay(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> true);

        assertThat(hand.taken).hasSizeLessThanOrEqualTo(LIMIT);
        hand.settleAll();
        await().atMost(PATIENCE).until(() -> hand.taken.size() == 40);
    }

    @Test
    void tellsHowManyRecordsAreNotSettled() throws Exception {
        String topic = topic(1);
        var hand = new Hand(null);
        start(topic, hand);
        send(topic, 1, 2);
        await().atMost(PATIENCE).until(() -> hand.taken.size() == 2);
        hand.settleAll();
        hand.settlement = null;
        var timer = new ScheduledThreadPoolExecutor(1);
        try (var backlog = new Backlog(admin, kind(), topic, topic, timer, Duration.ofMillis(200))) {
            send(topic, 1, 3);
            await().atMost(PATIENCE).until(() -> hand.taken.size() == 5 && backlog.records() == 3);

            hand.settleAll();
            await().atMost(PATIENCE).until(() -> backlog.records() == 0);
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void takesNothingWhilePaused() throws Exception {
        String topic = topic(1);
        var hand = new Hand(Settlement.DONE);
        WorkSource source = start(topic, hand);
        await().atMost(PATIENCE).until(source::ready);
        source.pause();
        assertThat(source.ready()).isFalse();
        await().pollDelay(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> true);
        send(topic, 1, 3);
        await().pollDelay(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> true);
        assertThat(hand.taken).isEmpty();

        source.resume();

        await().atMost(PATIENCE).until(() -> hand.taken.size() == 3);
    }

    @Test
    void waitsForWorkInHandWhenItDrains() throws Exception {
        String topic = topic(1);
        var hand = new Hand(null);
        WorkSource source = start(topic, hand);
        send(topic, 1, "work");
        await().atMost(PATIENCE).until(() -> hand.taken.size() == 1);
        var draining = new Thread(() -> source.drain(PATIENCE));
        draining.start();

        draining.join(500);
        assertThat(draining.isAlive()).isTrue();
        hand.settleAll();
        draining.join(10_000);

        assertThat(draining.isAlive()).isFalse();
        var next = new Hand(Settlement.DONE);
        start(topic, next);
        send(topic, 1, "last");
        await().atMost(PATIENCE).until(() -> next.taken.contains("last"));
        assertThat(next.taken).containsExactly("last");
    }

    private WorkSource start(String topic, Consumer<WorkItem> hand) {
        WorkSource source = source(broker.bootstrapServers(), admin, topic, LIMIT, LOCK);
        open.add(source);
        source.start(hand);
        return source;
    }

    private String topic(int partitions) throws Exception {
        String topic = "work-" + UUID.randomUUID();
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        return topic;
    }

    private void send(String topic, int partitions, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            send(topic, partitions, Integer.toString(i));
        }
    }

    private void send(String topic, int partitions, String value) throws Exception {
        int partition = Math.floorMod(value.hashCode(), partitions);
        producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8)))
                .get(30, TimeUnit.SECONDS);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> join(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Takes records and settles them at once, or keeps them. */
    private static final class Hand implements Consumer<WorkItem> {
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private final List<WorkItem> items = new CopyOnWriteArrayList<>();
        private volatile Settlement settlement;

        private Hand(Settlement settlement) {
            this.settlement = settlement;
        }

        @Override
        public void accept(WorkItem item) {
            items.add(item);
            taken.add(new String(item.record().value(), UTF_8));
            if (settlement != null) {
                item.settle(settlement);
            }
        }

        /** Settles what was kept, and from now on everything. */
        private void settleAll() {
            settlement = Settlement.DONE;
            items.forEach(item -> item.settle(Settlement.DONE));
        }
    }
}
