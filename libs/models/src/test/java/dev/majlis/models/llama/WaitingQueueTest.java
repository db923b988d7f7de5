package dev.majlis.models.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.GenerationRequest.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingQueueTest {

    @Test
    void interactiveJobsGoBeforeBatchJobsAndEachClassInItsOrder() {
        var queue = new WaitingQueue(10, Duration.ofHours(1));
        Job batch = job(Priority.BATCH);
        Job first = job(Priority.INTERACTIVE);
        Job second = job(Priority.INTERACTIVE);
        List.of(batch, first, second).forEach(queue::add);

        assertThat(drain(queue)).containsExactly(first, second, batch);
    }

    @Test
    void aBatchJobThatWaitedForItsPatienceIsNotOvertaken() {
        var queue = new WaitingQueue(10, Duration.ZERO);
        Job batch = job(Priority.BATCH);
        Job interactive = job(Priority.INTERACTIVE);
        List.of(batch, interactive).forEach(queue::add);

        assertThat(drain(queue)).containsExactly(batch, interactive);
    }

    @Test
    void theHeadIsNotOvertakenByAJobThatWouldFit() {
        var queue = new WaitingQueue(10, Duration.ofHours(1));
        Job large = job(Priority.INTERACTIVE);
        queue.add(large);
        queue.add(job(Priority.INTERACTIVE));

        assertThat(queue.takeNextIf(job -> job != large)).isEmpty();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void aFullQueueRefusesWithItsLimit() {
        var queue = new WaitingQueue(1, Duration.ofHours(1));
        queue.add(job(Priority.BATCH));

        assertThatThrownBy(() -> queue.add(job(Priority.INTERACTIVE)))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(ModelException.Code.OVERLOADED))
                .hasMessageContaining("limit is 1");
    }

    private static List<Job> drain(WaitingQueue queue) {
        var order = new ArrayList<Job>();
        for (Optional<Job> next = queue.takeNextIf(job -> true);
                next.isPresent();
                next = queue.takeNextIf(job -> true)) {
            order.add(next.get());
        }
        return order;
    }

    private static Job job(Priority priority) {
        return new Job(new int[] {1}, priority, Optional.empty()) {
            @Override
            int sequencesNeeded() {
                return 1;
            }

            @Override
            int cellsNeeded() {
                return 1;
            }

            @Override
            int sharedTokens() {
                return 0;
            }

            @Override
            boolean wantsRow(int tokenPosition) {
                return false;
            }

            @Override
            void row(int tokenPosition, int row, LlamaContext context, StepMemory memory) {}

            @Override
            void stop(FinishReason reason) {}

            @Override
            void fail(ModelException failure) {}
        };
    }
}
