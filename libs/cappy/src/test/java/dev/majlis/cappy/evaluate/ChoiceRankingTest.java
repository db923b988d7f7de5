package dev.majlis.cappy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.cappy.data.Example;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChoiceRankingTest {
    private static Example item(String right, String... choices) {
        return new Example(
                "d", Optional.empty(), OptionalInt.empty(), "i", List.of(right), List.of(choices), List.of());
    }

    private static final List<Example> ITEMS =
            List.of(item("a", "a", "b"), item("b", "a", "b", "c", "d"), item("c", "c", "d"));

    @Test
    void takesTheHighestScoreAndTheLowerIndexOnATie() {
        ChoiceRanking ranking = ChoiceRanking.of(ITEMS, new float[] {-0.2f, 0.1f, 0, 0.9f, 0.2f, 0.3f, 0.5f, 0.5f});

        assertThat(ranking.hits()).containsExactly(0, 1, 1);
        assertThat(ranking.accuracy()).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void knowsWhatALotWouldReach() {
        assertThat(ChoiceRanking.chance(ITEMS)).isCloseTo((0.5 + 0.25 + 0.5) / 3, within(1e-12));
    }

    @Test
    void refusesScoresOfAnotherNumber() {
        assertThatThrownBy(() -> ChoiceRanking.of(ITEMS, new float[9]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("9 scores for 8 choices");
    }
}
