package dev.majlis.cappy.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.mesh.error.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptationDataTest {
    private static final Adaptation.Settings SETTINGS = new Adaptation.Settings(0.2, 100, RougeMode.COMPAT, 5);

    private static Example item(int row, List<String> choices, String... samples) {
        return new Example(
                "d",
                Optional.empty(),
                OptionalInt.of(row),
                "question " + row,
                List.of("yes"),
                choices,
                List.of(samples).stream().map(text -> Sample.of("s", text)).toList());
    }

    private static List<Example> generations(int count) {
        return IntStream.range(0, count)
                .mapToObj(row -> item(row, List.of(), "yes", "no"))
                .toList();
    }

    private static void assertRefused(List<Example> items, String code) {
        assertThatThrownBy(() -> AdaptationData.of(items, SETTINGS)).satisfies(thrown -> {
            assertThat(((MeshException) thrown).status()).isEqualTo(422);
            assertThat(((MeshException) thrown).code()).contains(code);
        });
    }

    @Test
    void samplesAreJudgedByRougeAndChoicesByWhetherTheyAreRight() {
        List<Example> classifications = IntStream.range(0, 60)
                .mapToObj(row -> item(row, List.of("no", "yes", "yes indeed")))
                .toList();

        AdaptationData data = AdaptationData.of(classifications, SETTINGS);

        assertThat(data.measure()).isEqualTo(Measure.ACCURACY);
        assertThat(data.split().heldOut()).hasSize(12);
        assertThat(data.pairs().counts().references()).isEqualTo(48);
        assertThat(data.pairs().counts().wrongChoices()).isEqualTo(96);
        assertThat(data.pairs().pairs())
                .as("a wrong choice is wrong, however near its words are")
                .filteredOn(pair -> pair.response().equals("yes indeed"))
                .allSatisfy(pair -> assertThat(pair.label()).isZero());
        assertThat(new PolicyTable(data.split().heldOut(), RougeMode.COMPAT, 1).of("longest"))
                .containsOnly(0);
        assertThat(AdaptationData.of(generations(60), SETTINGS).measure()).isEqualTo(Measure.ROUGE_L);
    }

    @Test
    void whatCannotTeachOrProveIsRefused() {
        List<Example> mixed = new ArrayList<>(generations(60));
        mixed.add(item(99, List.of("yes", "no")));
        List<Example> constant = IntStream.range(0, 60)
                .mapToObj(row -> item(row, List.of(), "yes"))
                .toList();

        assertRefused(List.of(), "NO_CANDIDATES");
        assertRefused(List.of(item(1, List.of())), "NO_CANDIDATES");
        assertRefused(generations(1), "TOO_FEW_POSITIVES");
        assertRefused(generations(9), "TOO_FEW_POSITIVES");
        assertRefused(generations(40), "TOO_FEW_HELD_OUT");
        assertRefused(mixed, "MIXED_ITEMS");
        assertRefused(constant, "CONSTANT_LABELS");
    }
}
