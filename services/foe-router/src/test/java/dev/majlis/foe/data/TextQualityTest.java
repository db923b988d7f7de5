package dev.majlis.foe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextQualityTest {
    /** The example of the ROUGE paper (Lin 2004, §3.2): police killed the gunman. */
    @Test
    void isTheLongestCommonSubsequence() {
        List<String> reference = List.of("police killed the gunman");
        assertThat(TextQuality.ROUGE_L.of("Police kill the gunman.", reference)).isCloseTo(0.75, within(1e-9));
        assertThat(TextQuality.ROUGE_L.of("the gunman kill police", reference)).isCloseTo(0.5, within(1e-9));
        assertThat(TextQuality.ROUGE_L.of("", reference)).isZero();
        assertThat(TextQuality.ROUGE_L.of("x", List.of())).isZero();
    }

    @Test
    void exactIsOneOfTheReferencesUpToCaseAndPunctuation() {
        assertThat(TextQuality.EXACT.of(" Paris. ", List.of("London", "paris"))).isEqualTo(1);
        assertThat(TextQuality.EXACT.of("Paris or London", List.of("London", "paris")))
                .isZero();
        assertThat(TextQuality.EXACT.of("مرحبا", List.of("مرحبا!"))).isEqualTo(1);
    }
}
