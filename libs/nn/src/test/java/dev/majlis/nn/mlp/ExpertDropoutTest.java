package dev.majlis.nn.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExpertDropoutTest {
    private static final int DRAWS = 40_000;

    @Test
    void keepsSomeOfWhatIsThereAndNothingElse() {
        long present = 0b1011_0110;
        for (long row = 0; row < 1_000; row++) {
            long kept = ExpertDropout.keep(present, 1, row % 7, row);

            assertThat(kept).isNotZero();
            assertThat(kept & ~present).isZero();
            assertThat(ExpertDropout.keep(present, 1, row % 7, row)).isEqualTo(kept);
        }
        assertThat(ExpertDropout.keep(0b100, 1, 2, 3)).isEqualTo(0b100);
        assertThat(ExpertDropout.keep(-1L, 1, 2, 3)).isNotZero();
    }

    /** A quarter all, the rest a size from 1 to 4 evenly: 3/16 each of 1, 2 and 3, and 7/16 of 4. */
    @Test
    void drawsSizesEvenlyAndMembersEvenly() {
        int[] sizes = new int[5];
        int[] members = new int[4];
        for (int i = 0; i < DRAWS; i++) {
            long kept = ExpertDropout.keep(0b1111, 5, i / 50, i % 50);
            sizes[Long.bitCount(kept)]++;
            for (int k = 0; k < 4; k++) {
                members[k] += (int) (kept >>> k & 1);
            }
        }

        for (int size = 1; size <= 3; size++) {
            assertThat(sizes[size] / (double) DRAWS).isCloseTo(3 / 16.0, within(0.01));
        }
        assertThat(sizes[4] / (double) DRAWS).isCloseTo(7 / 16.0, within(0.01));
        for (int member : members) {
            assertThat(member / (double) DRAWS).isCloseTo(0.25 + 0.75 * 2.5 / 4, within(0.01));
        }
    }
}
