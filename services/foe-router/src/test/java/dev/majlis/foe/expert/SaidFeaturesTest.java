package dev.majlis.foe.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.mesh.error.MeshException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SaidFeaturesTest {
    private static final Expert COLOURS = Expert.classifier("colours", List.of("red", "green", "blue"), Cost.FREE, "1");

    @Test
    void bringsNamedClassesIntoTheOrderOfTheLabels() {
        assertThat(SaidFeatures.of(COLOURS, Said.classes(Map.of("blue", 0.2, "red", 0.5, "green", 0.3))))
                .containsExactly(0.5f, 0.3f, 0.2f);
    }

    @Test
    void labelsThatWereCutOffShareWhatIsLeft() {
        assertThat(SaidFeatures.of(COLOURS, Said.classes(Map.of("blue", 0.8)))).containsExactly(0.1f, 0.1f, 0.8f);
    }

    @Test
    void aWrittenLabelIsACertainOne() {
        assertThat(SaidFeatures.of(COLOURS, Said.words(" Green.\n"))).containsExactly(0, 1, 0);
        refuses(Said.words("It is green"), "BAD_ANSWER");
    }

    @Test
    void refusesWhatIsNoDistributionOverTheLabels() {
        refuses(Said.numbers(0.5f, 0.5f), "DIM_MISMATCH");
        refuses(Said.numbers(0.5f, 0.6f, 0.1f), "PROBABILITIES_INVALID");
        refuses(Said.numbers(1.5f, -0.5f, 0), "PROBABILITIES_INVALID");
        refuses(Said.numbers(Float.NaN, 0.5f, 0.5f), "PROBABILITIES_INVALID");
        refuses(Said.classes(Map.of("violet", 1.0)), "BAD_ANSWER");
    }

    @Test
    void refusesEmbeddingsThatAreNotFinite() {
        Expert writer = Expert.generator("writer", 2, Cost.FREE, "1");

        assertThatThrownBy(() -> SaidFeatures.of(writer, Said.numbers(1, Float.POSITIVE_INFINITY)))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).hasValue("BAD_ANSWER"));
        assertThatThrownBy(() -> SaidFeatures.of(writer, Said.words("only words")))
                .hasMessageContaining("gave no embedding");
    }

    private static void refuses(Said said, String code) {
        assertThatThrownBy(() -> SaidFeatures.of(COLOURS, said))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).hasValue(code));
    }
}
