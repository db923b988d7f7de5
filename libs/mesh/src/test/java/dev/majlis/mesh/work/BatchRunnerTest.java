package dev.majlis.mesh.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchRunnerTest {
    private final List<Integer> batchSizes = Collections.synchronizedList(new ArrayList<>());

    @Test
    void failsOnlyThePoisonOfABatch() throws Exception {
        try (var runner = runner(16, this::halve)) {
            List<CompletableFuture<Integer>> outputs = IntStream.range(0, 16)
                    .map(i -> i == 11 ? 7 : 2 * i)
                    .mapToObj(i -> submit(runner, i))
                    .toList();

            for (int i = 0; i < 16; i++) {
                if (i == 11) {
                    assertThatThrownBy(() -> outputs.get(11).get(5, TimeUnit.SECONDS))
                            .hasRootCauseMessage("7 is odd");
                } else {
                    assertThat(outputs.get(i).get(5, TimeUnit.SECONDS)).isEqualTo(i);
                }
            }
            assertThat(batchSizes).startsWith(16).hasSize(9);
        }
    }

    @Test
    void doesNotBisectWhenTheModelIsAway() {
        try (var runner = runner(8, tasks -> {
            batchSizes.add(tasks.size());
            throw new MeshException(ProblemSlug.MODEL_LOADING, "not yet");
        })) {
            List<CompletableFuture<Integer>> outputs =
                    IntStream.range(0, 8).mapToObj(i -> submit(runner, i)).toList();

            assertThat(outputs).allSatisfy(output -> assertThatThrownBy(() -> output.get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MeshException.class));
            assertThat(batchSizes).containsExactly(8);
        }
    }

    @Test
    void leavesCancelledTasksOutOfTheBatch() throws Exception {
        try (var runner = runner(2, this::halve)) {
            var cancelled = runner.handle(new HeldTask<>(2, true)).toCompletableFuture();
            CompletableFuture<Integer> wanted = submit(runner, 4);

            assertThat(wanted.get(5, TimeUnit.SECONDS)).isEqualTo(2);
            assertThatThrownBy(() -> cancelled.get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MeshException.class)
                    .hasMessageContaining("cancelled");
            assertThat(batchSizes).containsExactly(1);
        }
    }

    @Test
    void refusesABatchWithTooFewOutputs() {
        try (var runner = runner(1, tasks -> List.of())) {
            CompletableFuture<Integer> output = submit(runner, 2);

            assertThatThrownBy(() -> output.get(5, TimeUnit.SECONDS))
                    .hasMessageContaining("0 outputs for a batch of 1");
        }
    }

    private List<Integer> halve(List<Task<Integer>> tasks) {
        batchSizes.add(tasks.size());
        return tasks.stream()
                .map(Task::input)
                .map(number -> {
                    if (number % 2 != 0) {
                        throw new IllegalArgumentException(number + " is odd");
                    }
                    return number / 2;
                })
                .toList();
    }

    private static CompletableFuture<Integer> submit(BatchRunner<Integer, Integer> runner, int number) {
        return runner.handle(new HeldTask<>(number, false)).toCompletableFuture();
    }

    private static BatchRunner<Integer, Integer> runner(int maxBatch, Handler handler) {
        var defaults = WorkerSettings.defaults();
        var settings =
                new WorkerSettings(64, 4, maxBatch, Duration.ofMillis(500), defaults.retryDelays(), defaults.drain());
        return new BatchRunner<>(new Halving(handler), settings, new FailureClassifier());
    }

    @FunctionalInterface
    private interface Handler {
        List<Integer> handle(List<Task<Integer>> tasks) throws Exception;
    }

    private record Halving(Handler handler) implements BatchWorker<Integer, Integer> {
        @Override
        public Operation operation() {
            return new Operation("arithmetic", "halve");
        }

        @Override
        public Class<Integer> input() {
            return Integer.class;
        }

        @Override
        public String outputSchema() {
            return "number";
        }

        @Override
        public List<Integer> handle(List<Task<Integer>> tasks) throws Exception {
            return handler.handle(tasks);
        }
    }
}
