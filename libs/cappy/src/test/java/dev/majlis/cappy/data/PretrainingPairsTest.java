package dev.majlis.cappy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.cappy.rouge.RougeMode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PretrainingPairsTest {
    private final PretrainingPairs construction = new PretrainingPairs(PretrainingPairs.Settings.of(7));

    @Test
    void everyRealRowBecomesAPositiveAndAlmostEveryOneGetsANegative() {
        List<Example> rows = P3.rows();

        PairSet set = construction.of(rows);

        assertThat(rows).hasSize(100);
        assertThat(set.counts().references() + set.counts().duplicates()).isEqualTo(100);
        assertThat(set.counts().wrongChoices()).isGreaterThanOrEqualTo(38);
        assertThat(set.counts().mismatches()).isGreaterThanOrEqualTo(58);
        assertThat(set.counts().kept()).isEqualTo(set.pairs().size());
        assertThat(set.pairs()).allMatch(pair -> pair.label() == (pair.origin() == Origin.REFERENCE ? 1 : 0));
    }

    @Test
    void aWrongChoiceIsAnotherChoiceOfTheSameItem() {
        Map<String, Example> byInstruction = P3.rows().stream()
                .collect(Collectors.toMap(Example::instruction, Function.identity(), (first, second) -> first));

        List<LabelledPair> wrong = of(construction.of(P3.rows()), Origin.WRONG_CHOICE);

        assertThat(wrong).allSatisfy(pair -> {
            Example example = byInstruction.get(pair.instruction());
            assertThat(example.choices()).contains(pair.response());
            assertThat(example.references()).doesNotContain(pair.response());
        });
    }

    @Test
    void aMismatchIsARightResponseOfAnotherItemOfItsDataSet() {
        List<Example> rows = P3.rows();
        Map<String, String> dataset = rows.stream()
                .collect(Collectors.toMap(Example::instruction, Example::dataset, (first, second) -> first));

        List<LabelledPair> mismatches = of(construction.of(rows), Origin.MISMATCH);

        assertThat(mismatches).allSatisfy(pair -> assertThat(rows)
                .filteredOn(row -> row.dataset().equals(dataset.get(pair.instruction())))
                .filteredOn(row -> row.references().contains(pair.response()))
                .isNotEmpty()
                .noneMatch(row -> row.instruction().equals(pair.instruction())));
    }

    @Test
    void theSameItemInOtherWordsIsNoOtherItem() {
        var first = worded("a", 0, "Name the capital of France.", "Paris");
        var again = worded("b", 0, "France: capital?", "It is Paris");

        PairSet set = construction.of(List.of(first, again));

        assertThat(of(set, Origin.MISMATCH)).isEmpty();
        assertThat(set.counts().unmatched()).isEqualTo(2);
    }

    @Test
    void templatesCanKeepToThemselves() {
        List<Example> rows = P3.rows();
        var settings = new PretrainingPairs.Settings(2, MismatchPool.TEMPLATE, RougeMode.COMPAT, 1);
        Map<String, String> template = rows.stream()
                .collect(Collectors.toMap(Example::instruction, MismatchPool.TEMPLATE::of, (first, second) -> first));

        List<LabelledPair> mismatches = of(new PretrainingPairs(settings).of(rows), Origin.MISMATCH);

        assertThat(mismatches).hasSizeGreaterThan(100).allSatisfy(pair -> assertThat(rows)
                .anyMatch(row -> MismatchPool.TEMPLATE.of(row).equals(template.get(pair.instruction()))
                        && row.references().contains(pair.response())));
    }

    @Test
    void whatIsRightSomewhereIsNeverCalledWrongForTheSameInstruction() {
        var one = P3.generation(0, "Name a colour.", "red");
        var two = P3.generation(1, "Name a colour.", "blue");

        PairSet set = construction.of(List.of(one, two));

        assertThat(set.pairs()).extracting(LabelledPair::label).containsOnly(1.0);
        assertThat(set.counts().unmatched()).isEqualTo(2);
    }

    @Test
    void samplesGetTheirRougeAndDuplicatesGo() {
        var example = P3.generation(
                0,
                "Say where the cat sat.",
                "the cat sat on the mat",
                "the cat is on the mat",
                "the cat sat on the mat",
                "the cat is on the mat",
                "");

        PairSet set = construction.of(List.of(example));

        assertThat(of(set, Origin.SAMPLE))
                .extracting(LabelledPair::response)
                .containsExactly("the cat is on the mat", "");
        assertThat(of(set, Origin.SAMPLE).get(0).label()).isCloseTo(5.0 / 6, within(1e-12));
        assertThat(of(set, Origin.SAMPLE).get(1).label()).isZero();
        assertThat(set.counts().duplicates()).isEqualTo(2);
    }

    @Test
    void theSeedDecidesAllAndNothingElse() {
        PairSet set = construction.of(P3.rows());

        assertThat(construction.of(P3.rows())).isEqualTo(set);
        assertThat(set.sha256()).isEqualTo("0a951eb65f78ff5b849bc84285af97ddfd8a02319c6ff3da7c63bb414c9b781f");
        assertThat(new PretrainingPairs(PretrainingPairs.Settings.of(8))
                        .of(P3.rows())
                        .sha256())
                .isNotEqualTo(set.sha256());
    }

    @Test
    void noPairIsThereTwice() {
        PairSet set = construction.of(P3.rows());
        Set<List<String>> keys = new HashSet<>();

        assertThat(set.pairs()).allMatch(pair -> keys.add(List.of(pair.instruction(), pair.response())));
    }

    private static Example worded(String template, int row, String instruction, String reference) {
        return new Example(
                "made",
                Optional.of(template),
                OptionalInt.of(row),
                instruction,
                List.of(reference),
                List.of(),
                List.of());
    }

    private static List<LabelledPair> of(PairSet set, Origin origin) {
        return set.pairs().stream().filter(pair -> pair.origin() == origin).toList();
    }
}
