package dev.majlis.cappy.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WrittenChoicesTest {
    private static Example example(int row, String instruction, String response) {
        return new Example(
                "qasc",
                Optional.of("t" + instruction.length()),
                OptionalInt.of(row),
                instruction,
                List.of(response),
                List.of(),
                List.of());
    }

    @Test
    void readsLinesThatBeginWithADash() {
        assertThat(WrittenChoices.of(
                        "What is formed by clouds?\n\nAnswer choices:\n- pearls\n - streams\n - beads", "beads"))
                .containsExactly("pearls", "streams", "beads");
    }

    @Test
    void readsLettersInBrackets() {
        assertThat(WrittenChoices.of("_____ is smoother. (A) snow (B) ice\n\nDo not use A and B.", "ice"))
                .containsExactly("snow", "ice");
        assertThat(WrittenChoices.of("It hit a _____. (A) car (B) red bus.\n\nWhich?", "red bus"))
                .containsExactly("car", "red bus");
    }

    @Test
    void readsAPairInBrackets() {
        assertThat(WrittenChoices.of("Choose (choices are scarce or plentiful ):\nWater is", "scarce"))
                .containsExactly("scarce", "plentiful");
    }

    @Test
    void givesNothingWhereTheRightResponseIsNotAmongThem() {
        assertThat(WrittenChoices.of("Options:\n- a\n- b", "c")).isEmpty();
        assertThat(WrittenChoices.of("No options here.", "c")).isEmpty();
    }

    @Test
    void lendsTheChoicesToOtherTemplatesOfTheRow() {
        List<Example> rows = WrittenChoices.addTo(List.of(
                example(1, "What is wet?", "water"),
                example(1, "What is wet?\n- water\n- sand", "water"),
                example(2, "What is dry?", "sand")));

        assertThat(rows)
                .extracting(Example::choices)
                .containsExactly(List.of("water", "sand"), List.of("water", "sand"), List.of());
    }
}
