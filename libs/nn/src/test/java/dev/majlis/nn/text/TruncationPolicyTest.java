package dev.majlis.nn.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TruncationPolicyTest {

    @Property
    void dropsOneTokenAtATimeFromTheLongerSegmentAndFromTheInstructionOnATie(
            @ForAll @IntRange(max = 700) int a,
            @ForAll @IntRange(max = 700) int b,
            @ForAll @IntRange(min = 1, max = 600) int budget) {
        int keepA = a;
        int keepB = b;
        while (keepA + keepB > budget) {
            if (keepA >= keepB) {
                keepA--;
            } else {
                keepB--;
            }
        }

        assertThat(TruncationPolicy.longestFirst(a, b, budget)).isEqualTo(new TruncationPolicy(keepA, keepB, false));
    }

    @Property
    void keepsTheResponseWholeAsLongAsItFitsWhenTheInstructionsHeadGoes(
            @ForAll @IntRange(max = 700) int a,
            @ForAll @IntRange(max = 700) int b,
            @ForAll @IntRange(min = 1, max = 600) int budget) {
        TruncationPolicy kept = TruncationPolicy.instructionHead(a, b, budget);

        assertThat(kept.keepB()).isEqualTo(Math.min(b, budget));
        assertThat(kept.keepA() + kept.keepB()).isEqualTo(Math.min(a + b, budget));
    }
}
