package dev.majlis.cappy.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.rouge.RougeMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PolicyTableTest {
    private static Example item(String reference, Sample... samples) {
        return new Example(
                "d",
                Optional.empty(),
                OptionalInt.empty(),
                "say " + reference,
                List.of(reference),
                List.of(),
                List.of(samples));
    }

    private static Sample sample(String response, double mean) {
        return new Sample("temp0.9", response, 4, Optional.of(4 * mean), Optional.of(mean));
    }

    private static final List<Example> ITEMS = List.of(
            item("red house", sample("blue", -2), sample("red house", -1), sample("red house by the river", -3)),
            item("tall tree", sample("tall tree", -3), sample("old river bank", -1), sample("tall", -2)));

    private final PolicyTable table = new PolicyTable(ITEMS, RougeMode.COMPAT, 1);

    @Test
    void picksByEveryControl() {
        assertThat(table.of("first")).containsExactly(0, 1);
        assertThat(table.of("longest")).containsExactly(new double[] {4.0 / 7, 0}, within(1e-9));
        assertThat(table.of("shortest")).containsExactly(new double[] {0, 2.0 / 3}, within(1e-9));
        assertThat(table.of("self_score_mean")).containsExactly(1, 0);
        assertThat(table.of("self_score_sum")).containsExactly(1, 0);
        assertThat(table.of("oracle")).containsExactly(1, 1);
    }

    @Test
    void followsScoresAndComparesPolicies() {
        table.add("scorer", new float[] {0.1f, 0.9f, 0.2f, 0.8f, 0.8f, -1});

        assertThat(table.of("scorer")).containsExactly(1, 1);
        assertThat(table.gain("scorer", "first").mean()).isEqualTo(0.5);
        assertThat(table.outcomes()).extracting(PolicyOutcome::policy).endsWith("scorer", "oracle");
    }

    @Test
    void nothingIsBetterThanTheOracle() {
        double oracle = Arrays.stream(table.of("oracle")).sum();
        assertThat(table.outcomes())
                .allSatisfy(outcome -> assertThat(outcome.rouge()).isLessThanOrEqualTo(oracle / 2));
    }

    @Test
    void leavesOutLikelihoodsThatAreNotThere() {
        var bare = new PolicyTable(List.of(item("a b", Sample.of("temp0.9", "a"))), RougeMode.COMPAT, 1);

        assertThat(bare.outcomes())
                .extracting(PolicyOutcome::policy)
                .containsExactly("first", "random", "longest", "shortest", "oracle");
    }

    @Test
    void refusesItemsWithoutSamplesAndScoresOfAnotherNumber() {
        assertThatThrownBy(() -> new PolicyTable(List.of(item("a")), RougeMode.COMPAT, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.add("scorer", new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 scores for 6 samples");
    }
}
