package dev.majlis.models.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DynamicBatcherTest {
    private static final int BLOCK = -1;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private BatchFunction<Integer, Integer> model =
            inputs -> inputs.stream().map(i -> i * 10).toList();
    private DynamicBatcher<Integer, Integer> batcher;
    private CompletableFuture<Integer> held;
    private volatile Duration ahead = Duration.ZERO;

    @AfterEach
    void close() {
        gate.countDown();
        if (batcher != null) {
            batcher.close();
        }
    }

    /** Inputs are their own lengths; {@code BLOCK} holds the worker until the gate opens. */
    private void start(BatchSettings settings) {
        batcher = new DynamicBatcher<>(settings, Math::abs, this::run, clock(), registry);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.now().plus(ahead);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private List<Integer> run(List<Integer> inputs) throws Exception {
        batches.add(List.copyOf(inputs));
        if (inputs.contains(BLOCK)) {
            running.countDown();
            gate.await();
        }
        return model.run(inputs);
    }

    private static BatchSettings settings() {
        return BatchSettings.defaults("test").withMaxDelay(Duration.ZERO);
    }

    private List<CompletableFuture<Integer>> submit(Integer... inputs) {
        return batcher.submit(List.of(inputs), Optional.empty(), true);
    }

    /** Keeps the only worker busy, so that what is submitted now waits. */
    private void holdTheWorker() throws InterruptedException {
        held = submit(BLOCK).get(0);
        assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(5, TimeUnit.SECONDS);
    }

    private static Code codeOf(CompletableFuture<?> future) {
        try {
            get(future);
            throw new AssertionError("did not fail");
        } catch (Exception e) {
            return ((ModelException) e.getCause()).code();
        }
    }

    @Test
    void givesEveryJobItsOwnOutput() throws Exception {
        start(settings());

        var results = submit(1, 2, 3, 50, 51);

        for (int i = 0; i < results.size(); i++) {
            assertThat(get(results.get(i)))
                    .isEqualTo(List.of(10, 20, 30, 500, 510).get(i));
        }
    }

    @Test
    void runsALoneJobAfterTheDelay() throws Exception {
        start(settings().withMaxDelay(Duration.ofMillis(5)));

        assertThat(get(submit(7).get(0))).isEqualTo(70);
    }

    @Test
    void startsAFullBatchWithoutWaiting() throws Exception {
        start(settings().withMaxSize(3).withMaxDelay(Duration.ofHours(1)));

        assertThat(get(submit(1, 2, 3).get(2))).isEqualTo(30);
        assertThat(batches).containsExactly(List.of(1, 2, 3));
    }

    @Test
    void startsEarlyWhenTheDeadlineOfTheOldestJobNeedsIt() throws Exception {
        start(settings().withMaxDelay(Duration.ofHours(1)));
        var deadline = Optional.of(Instant.now().plusMillis(500));

        assertThat(get(batcher.submit(List.of(5), deadline, true).get(0))).isEqualTo(50);
    }

    @Test
    void keepsJobsOfDifferentLengthApart() throws Exception {
        start(settings());
        holdTheWorker();

        var results = submit(1, 100, 2, 101, 3);
        gate.countDown();
        get(results.get(3));
        get(results.get(4));

        assertThat(batches).containsExactly(List.of(BLOCK), List.of(1, 2, 3), List.of(100, 101));
    }

    @Test
    void keepsPaddedTokensWithinTheBudget() throws Exception {
        start(settings().withTokenBudget(100));
        holdTheWorker();

        var results = submit(33, 40, 50, 45, 200);
        gate.countDown();
        get(results.get(4));

        assertThat(batches).containsExactly(List.of(BLOCK), List.of(33, 40), List.of(50, 45), List.of(200));
    }

    @Test
    void runsInteractiveJobsBeforeBatchJobs() throws Exception {
        start(settings().withMaxSize(1));
        holdTheWorker();

        var later = batcher.submit(List.of(1, 2), Optional.empty(), false);
        var first = batcher.submit(List.of(3), Optional.empty(), true);
        gate.countDown();
        get(later.get(1));
        get(first.get(0));

        assertThat(batches).containsExactly(List.of(BLOCK), List.of(3), List.of(1), List.of(2));
    }

    @Test
    void failsOnlyTheCulpritOfABatch() throws Exception {
        model = inputs -> {
            if (inputs.contains(5)) {
                throw new IllegalStateException("bad input 5");
            }
            return inputs;
        };
        start(settings());
        holdTheWorker();

        var results = submit(1, 2, 3, 4, 5, 6, 7, 8);
        gate.countDown();

        for (int i = 0; i < 8; i++) {
            if (i == 4) {
                assertThat(codeOf(results.get(i))).isEqualTo(Code.ENGINE);
            } else {
                assertThat(get(results.get(i))).isEqualTo(i + 1);
            }
        }
        assertThat(batches.size() - 2).as("extra runs").isLessThanOrEqualTo(2 * 3);
        assertThat(batcher.healthy()).isTrue();
    }

    @Test
    void passesTheModelsOwnReasonOn() {
        model = inputs -> {
            throw new ModelException(Code.INVALID, "no such token");
        };
        start(settings());

        assertThat(codeOf(submit(1).get(0))).isEqualTo(Code.INVALID);
    }

    @Test
    void failsABatchWhoseOutputsAreNotAsManyAsItsInputs() throws Exception {
        model = inputs -> inputs.subList(0, inputs.size() - 1);
        start(settings());

        var result = submit(1, 2).get(0);

        assertThatThrownBy(() -> get(result))
                .hasMessageContaining("model test gave ")
                .hasMessageContaining(" outputs for ");
    }

    @Test
    void refusesWhatTheQueueCannotTakeAllOrNothing() throws Exception {
        start(settings().withQueueCapacity(3));
        holdTheWorker();
        submit(1, 2);

        assertThatThrownBy(() -> submit(3, 4))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.OVERLOADED))
                .hasMessageContaining("has 2 waiting jobs; with 2 more the limit of 3 is passed");
        assertThat(batcher.depth()).isEqualTo(2);
        assertThat(registry.get("majlis.admission.rejected")
                        .tag("reason", "queue-full")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void dropsCancelledJobsBeforeTheyRun() throws Exception {
        start(settings());
        holdTheWorker();

        var results = submit(1, 2, 3);
        results.get(1).cancel(false);
        gate.countDown();
        get(results.get(2));

        assertThat(batches).containsExactly(List.of(BLOCK), List.of(1, 3));
    }

    @Test
    void answersJobsWhoseDeadlinePassedWhileTheyWaited() throws Exception {
        start(settings());
        holdTheWorker();

        var late = batcher.submit(List.of(1), Optional.of(Instant.now().plusSeconds(60)), true);
        ahead = Duration.ofSeconds(61);
        gate.countDown();

        assertThat(codeOf(late.get(0))).isEqualTo(Code.DEADLINE);
        assertThat(batches).containsExactly(List.of(BLOCK));
    }

    @Test
    void refusesAJobWhoseDeadlineHasPassed() {
        start(settings());

        assertThatThrownBy(() -> batcher.submit(List.of(1), Optional.of(Instant.EPOCH), true))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE));
    }

    @Test
    void suspectsAModelThatFailsOnEverythingAlsoOneByOne() throws Exception {
        model = inputs -> {
            if (inputs.contains(13)) {
                throw new IllegalStateException("broken");
            }
            return inputs;
        };
        start(settings());

        for (int i = 0; i < 9; i++) {
            assertThat(codeOf(submit(13).get(0))).isEqualTo(Code.ENGINE);
        }
        assertThat(get(submit(1).get(0))).isEqualTo(1);
        assertThat(batcher.healthy()).isTrue();
        for (int i = 0; i < 8; i++) {
            assertThat(codeOf(submit(13).get(0))).isEqualTo(Code.ENGINE);
        }

        await().untilAsserted(() -> assertThat(batcher.healthy()).isFalse());
    }

    @Test
    void replacesAWorkerThatWasLostAndOpensTheCircuitAfterThree() throws Exception {
        model = inputs -> {
            if (inputs.contains(13)) {
                throw new StackOverflowError();
            }
            return inputs;
        };
        start(settings());

        for (int i = 0; i < 2; i++) {
            assertThat(codeOf(submit(13).get(0))).isEqualTo(Code.ENGINE);
        }
        assertThat(get(submit(1).get(0))).isEqualTo(1);
        assertThat(batcher.healthy()).isTrue();
        assertThat(codeOf(submit(13).get(0))).isEqualTo(Code.ENGINE);

        assertThat(batcher.healthy()).isFalse();
        assertThatThrownBy(() -> submit(1)).hasMessageContaining("has failed 3 times within 60 s");
    }

    @Test
    void closesTheCircuitWhenTheWindowHasPassed() {
        var breaker = new CircuitBreaker(3, 100);
        breaker.failed(0);
        breaker.failed(10);
        breaker.failed(20);

        assertThat(breaker.open(50)).isTrue();
        assertThat(breaker.open(101)).isFalse();
    }

    @Test
    void failsWhatWaitsWhenItIsClosed() throws Exception {
        start(settings());
        holdTheWorker();
        var waiting = submit(1).get(0);

        var closing = CompletableFuture.runAsync(batcher::close);

        assertThat(codeOf(waiting)).isEqualTo(Code.ENGINE);
        gate.countDown();
        get(closing);
        assertThat(get(held)).isEqualTo(-10);
        assertThatThrownBy(() -> submit(2)).hasMessageContaining("is closed");
    }

    @Test
    void countsDepthWaitSizeAndFill() throws Exception {
        start(settings().withMaxSize(4));
        holdTheWorker();
        var results = submit(1, 2);
        assertThat(registry.get("majlis.worker.queue.depth").gauge().value()).isEqualTo(2);
        gate.countDown();
        get(results.get(1));

        assertThat(registry.get("majlis.worker.queue.wait").timer().count()).isEqualTo(3);
        assertThat(registry.get("majlis.worker.batch.size").summary().totalAmount())
                .isEqualTo(3);
        assertThat(registry.get("majlis.worker.batch.fill").summary().totalAmount())
                .isEqualTo(0.75);
    }

    @Test
    void countsTokensThatWereReadAndTokensOfPadding() throws Exception {
        start(settings().withMaxSize(4));
        holdTheWorker();
        var results = submit(3, 5);
        gate.countDown();
        get(results.get(1));

        assertThat(tokens("read")).isEqualTo(Math.abs(BLOCK) + 3 + 5);
        assertThat(tokens("padding")).isEqualTo(2);
    }

    @Test
    void takesItsMetersAwayWhenItIsClosed() throws Exception {
        start(settings());
        get(submit(1).get(0));
        assertThat(registry.getMeters()).isNotEmpty();

        batcher.close();

        assertThat(registry.getMeters()).isEmpty();
    }

    private double tokens(String kind) {
        return registry.get("majlis.worker.batch.tokens")
                .tag("kind", kind)
                .counter()
                .count();
    }

    @Test
    void servesManyCallersAtOnce() throws Exception {
        start(settings().withMaxDelay(Duration.ofMillis(1)));
        var all = new ArrayList<CompletableFuture<Integer>>();

        IntStream.range(1, 500).parallel().forEach(i -> {
            var result = submit(i).get(0).thenApply(value -> {
                assertThat(value).isEqualTo(i * 10);
                return value;
            });
            synchronized (all) {
                all.add(result);
            }
        });

        for (CompletableFuture<Integer> one : all) {
            get(one);
        }
        assertThat(all).hasSize(499);
    }
}
