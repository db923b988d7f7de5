package dev.majlis.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamAssemblerTest {

    @Property(tries = 300)
    void anyShufflingWithinTheWindowAndAnyDuplicatesGiveTheSameText(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int length) {
        Random random = new Random(seed);
        List<Integer> arrivals = new ArrayList<>();
        for (int from = 0; from < length; from += StreamAssembler.MAX_WAITING) {
            int to = Math.min(length, from + StreamAssembler.MAX_WAITING);
            List<Integer> window =
                    new ArrayList<>(IntStream.range(from, to).boxed().toList());
            window.add(random.nextInt(to));
            Collections.shuffle(window, random);
            arrivals.addAll(window);
        }
        StreamAssembler<Integer> assembler = new StreamAssembler<>(0);

        List<Integer> delivered = new ArrayList<>();
        arrivals.forEach(seq -> delivered.addAll(assembler.accept(seq, seq == length - 1, seq)));

        assertThat(delivered).hasSize(length).isSorted().doesNotHaveDuplicates();
        assertThat(assembler.ended()).isTrue();
    }

    @Test
    void waitsForAMissingRecordAndNamesIt() {
        StreamAssembler<String> assembler = new StreamAssembler<>(0);
        assembler.accept(0, false, "a");

        assertThat(assembler.accept(2, true, "c")).isEmpty();
        assertThat(assembler.gap()).isTrue();
        assertThat(assembler.next()).isEqualTo(1);
        assertThat(assembler.accept(1, false, "b")).containsExactly("b", "c");
        assertThat(assembler.ended()).isTrue();
    }

    @Test
    void refusesToKeepMoreThan64RecordsForOneThatIsMissing() {
        StreamAssembler<Long> assembler = new StreamAssembler<>(0);
        for (long seq = 1; seq <= 64; seq++) {
            assembler.accept(seq, false, seq);
        }

        assertThatThrownBy(() -> assembler.accept(65, false, 65L))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.STREAM_GAP));
    }

    @Test
    void ignoresAndCountsWhatComesAfterTheEnd() {
        StreamAssembler<String> assembler = new StreamAssembler<>(0);
        assembler.accept(0, true, "end");

        assertThat(assembler.accept(1, false, "late")).isEmpty();
        assertThat(assembler.accept(0, true, "again")).isEmpty();
        assertThat(assembler.afterEnd()).isEqualTo(2);
    }

    @Test
    void beginsWhereTheReaderLeftOff() {
        StreamAssembler<String> assembler = new StreamAssembler<>(2);

        assertThat(assembler.accept(0, false, "a")).isEmpty();
        assertThat(assembler.accept(1, false, "b")).isEmpty();
        assertThat(assembler.accept(2, true, "c")).containsExactly("c");
        assertThat(assembler.duplicates()).isEqualTo(2);
    }
}
