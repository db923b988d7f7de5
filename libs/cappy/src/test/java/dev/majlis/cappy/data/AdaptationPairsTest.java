package dev.majlis.cappy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.mesh.error.MeshException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptationPairsTest {
    private final AdaptationPairs construction = new AdaptationPairs(RougeMode.COMPAT);

    @Test
    void sixteenExamplesWithSeventeenSamplesGiveAtMostNineteenPairsEach() {
        PairSet set = construction.of(examples(16, 17), 11111);

        assertThat(set.counts().references()).isEqualTo(16);
        assertThat(set.counts().samples()).isEqualTo(16 * 17);
        assertThat(set.counts().mismatches() + set.counts().unmatched()).isEqualTo(16);
        assertThat(set.pairs()).hasSizeBetween(16 * 18, 16 * 19);
    }

    @Test
    void positivesComeFirstThenNegativesThenSamples() {
        List<Origin> order = construction.of(examples(10, 3), 1).pairs().stream()
                .map(LabelledPair::origin)
                .toList();

        assertThat(order).isSorted();
        assertThat(order).contains(Origin.REFERENCE, Origin.MISMATCH, Origin.SAMPLE);
    }

    @Test
    void anEpochIsShuffledRepeatedAndCut() {
        PairSet set = construction.of(examples(8, 2), 1);

        List<LabelledPair> drawn = set.drawn(3 * set.pairs().size() + 5, 9);

        assertThat(drawn).hasSize(3 * set.pairs().size() + 5);
        assertThat(drawn.subList(0, set.pairs().size()))
                .containsExactlyInAnyOrderElementsOf(set.pairs())
                .isNotEqualTo(set.pairs());
        assertThat(drawn.get(set.pairs().size())).isEqualTo(drawn.get(0));
        assertThat(set.drawn(5, 9)).isEqualTo(drawn.subList(0, 5));
        assertThat(set.drawn(20, 10)).isNotEqualTo(drawn.subList(0, 20));
    }

    @Test
    void fewerThanEightPositivesAreRefusedBeforeAnyTraining() {
        assertThatThrownBy(() -> construction.of(examples(7, 17), 1)).satisfies(thrown -> {
            assertThat(((MeshException) thrown).code()).contains("TOO_FEW_POSITIVES");
            assertThat(((MeshException) thrown).status()).isEqualTo(422);
        });
    }

    @Test
    void labelsThatDoNotDifferAreRefused() {
        List<Example> same = IntStream.range(0, 8)
                .mapToObj(i -> P3.generation(i, "question " + i, "yes"))
                .toList();

        assertThatThrownBy(() -> construction.of(same, 1))
                .satisfies(thrown -> assertThat(((MeshException) thrown).code()).contains("CONSTANT_LABELS"))
                .hasMessage("all 8 labels are 1.0");
    }

    private static List<Example> examples(int count, int samples) {
        return IntStream.range(0, count)
                .mapToObj(i -> P3.generation(
                        i,
                        "question " + i,
                        "answer " + i,
                        IntStream.range(0, samples)
                                .mapToObj(k -> "sample %d of %d".formatted(k, i))
                                .toArray(String[]::new)))
                .toList();
    }
}
