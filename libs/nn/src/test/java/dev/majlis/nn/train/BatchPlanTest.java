package dev.majlis.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BatchPlanTest {

    @Property(tries = 200)
    void everyExampleIsSeenOnceAnEpochInsideTheLimits(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 90) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 20) int batch,
            @ForAll @IntRange(min = 1, max = 9) int micro,
            @ForAll @IntRange(min = 1, max = 300) int tokens) {
        int[] each = lengths.stream().mapToInt(Integer::intValue).toArray();
        var plan = new BatchPlan(each, TrainingSettings.defaults().withBatch(batch, micro, tokens));
        int[] order = plan.order(3);

        int[] seen = IntStream.range(0, plan.updatesPerEpoch())
                .mapToObj(position -> plan.microBatches(plan.update(order, position)))
                .flatMap(List::stream)
                .peek(part -> {
                    int longest = Arrays.stream(part).map(i -> each[i]).max().orElseThrow();
                    assertThat(part.length).isLessThanOrEqualTo(micro);
                    assertThat(part.length == 1 || part.length * longest <= tokens)
                            .isTrue();
                })
                .flatMapToInt(Arrays::stream)
                .sorted()
                .toArray();

        assertThat(seen).containsExactly(IntStream.range(0, each.length).toArray());
        assertThat(plan.order(3)).containsExactly(order);
    }
}
