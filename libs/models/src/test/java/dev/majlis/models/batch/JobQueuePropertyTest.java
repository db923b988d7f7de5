package dev.majlis.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class JobQueuePropertyTest {

    private static Job<Integer, Integer> job(int length, boolean interactive, BatchSettings settings) {
        int bucket = (length + settings.bucketTokens() - 1) / settings.bucketTokens();
        return new Job<>(length, length, bucket, interactive, Optional.empty(), 0, new CompletableFuture<>());
    }

    @Property
    void everyBatchKeepsSizeBudgetAndBucketAndNoJobIsLost(
            @ForAll @NotEmpty @Size(max = 80) List<@IntRange(min = 1, max = 600) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 16) int maxSize,
            @ForAll @IntRange(min = 1, max = 2_000) int budget) {
        BatchSettings settings =
                BatchSettings.defaults("m").withMaxSize(maxSize).withTokenBudget(budget);
        var queue = new JobQueue<Integer, Integer>();
        for (int i = 0; i < lengths.size(); i++) {
            queue.add(job(lengths.get(i), i % 3 != 0, settings));
        }

        var taken = new ArrayList<Job<Integer, Integer>>();
        for (Job<Integer, Integer> head = queue.head(0); head != null; head = queue.head(0)) {
            List<Job<Integer, Integer>> batch = queue.mates(head, settings);
            queue.remove(batch);
            taken.addAll(batch);

            int longest = batch.stream().mapToInt(Job::length).max().orElseThrow();
            assertThat(batch).hasSizeLessThanOrEqualTo(maxSize);
            assertThat(batch.size() == 1 || longest * batch.size() <= budget).isTrue();
            assertThat(batch).extracting(Job::bucket).containsOnly(batch.get(0).bucket());
        }

        assertThat(taken).hasSize(lengths.size()).doesNotHaveDuplicates();
        assertThat(queue.size()).isZero();
    }

    @Property
    void aBatchJobThatWaitedLongGoesBeforeInteractiveOnes(@ForAll @IntRange(min = 1, max = 50) int interactive) {
        BatchSettings settings = BatchSettings.defaults("m");
        var queue = new JobQueue<Integer, Integer>();
        Job<Integer, Integer> patient = job(1, false, settings);
        for (int i = 0; i < interactive; i++) {
            queue.add(job(1, true, settings));
        }
        queue.add(patient);

        assertThat(queue.head(0).interactive()).isTrue();
        assertThat(queue.head(JobQueue.PATIENCE_NANOS + 1)).isEqualTo(patient);
    }
}
