package dev.majlis.cappy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LeakageGuardTest {

    @Test
    void caseSpacesAndUnicodeFormDoNotHideATestItem() {
        var guard = LeakageGuard.against(List.of(P3.generation(3, "Name a  Caf\u00e9\nin Lyon.", "x")));

        assertThat(guard.leaks("name a cafe\u0301 in lyon.")).isTrue();
        assertThat(guard.leaks("name a caf\u00e9 in Paris.")).isFalse();
        assertThat(guard.hashes()).hasSize(2).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    @Test
    void theSameRowInTheWordsOfAnotherTemplateLeaks() {
        List<Example> rows = P3.rows();
        Example tested = rows.stream()
                .filter(row -> row.dataset().equals("common_gen"))
                .findFirst()
                .orElseThrow();

        var guard = LeakageGuard.against(List.of(tested));

        List<Example> leaking = rows.stream().filter(guard::leaks).toList();
        assertThat(leaking)
                .containsExactlyElementsOf(rows.stream()
                        .filter(row -> row.item().equals(tested.item())
                                || row.instruction().equals(tested.instruction()))
                        .toList());
        assertThat(leaking)
                .extracting(row -> row.template().orElseThrow())
                .contains("Example_prompt", "Given_concepts_type_1");
        assertThat(guard.clean(rows)).hasSize(rows.size() - leaking.size()).doesNotContainAnyElementsOf(leaking);
    }

    @Test
    void trainingPairsOfATestInstructionAreRefusedByPlace() {
        var guard = LeakageGuard.against(List.of(P3.generation(0, "secret", "x")));
        var clean = new LabelledPair("open", "a", 1, Origin.REFERENCE);
        var leaking = new LabelledPair(" Secret ", "a", 0, Origin.MISMATCH);

        guard.requireClean(List.of(clean, clean));

        assertThatThrownBy(() -> guard.requireClean(List.of(clean, leaking)))
                .hasMessageContaining("1 of 2 training pairs")
                .hasMessageContaining("[1]")
                .satisfies(thrown -> assertThat(((MeshException) thrown).code()).contains("TEST_LEAKAGE"));
    }

    @Test
    void aSplitByLotHoldsOutWholeItemsAndLeaksNothing() {
        Split split = Split.byLot(P3.rows(), 0.2, 5);

        assertThat(split.train().size() + split.heldOut().size()).isEqualTo(100);
        assertThat(split.heldOut()).hasSizeBetween(12, 32);
        Set<String> items = split.heldOut().stream().map(Example::item).collect(Collectors.toSet());
        assertThat(split.train()).noneMatch(example -> items.contains(example.item()));
        assertThat(split.train()).noneMatch(LeakageGuard.against(split.heldOut())::leaks);
        assertThat(Split.byLot(P3.rows(), 0.2, 5)).isEqualTo(split);
    }

    @Test
    void aSplitByRowsCanLeaveAGap() {
        Split split = Split.byRow(P3.rows(), row -> row < 14, row -> row >= 17);

        assertThat(split.heldOut()).hasSize(15);
        assertThat(split.train())
                .hasSizeBetween(65, 70)
                .allMatch(example -> example.row().orElseThrow() < 14);
    }
}
