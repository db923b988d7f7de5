package dev.majlis.cappy.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingSettingsTest {

    @Test
    void namesMeanWhatThePaperSampled() {
        assertThat(DecodingSettings.of("sampling")).isEqualTo(new DecodingSettings(1, 0, 1));
        assertThat(DecodingSettings.of("temp0.9")).isEqualTo(new DecodingSettings(0.9, 0, 1));
        assertThat(DecodingSettings.of("topk40")).isEqualTo(new DecodingSettings(1, 40, 1));
        assertThat(DecodingSettings.of("topp0.95")).isEqualTo(new DecodingSettings(1, 0, 0.95));
    }

    @ParameterizedTest
    @ValueSource(strings = {"temp", "temp9", "topp1.5", "topk0", "nucleus", "temp0.9x", ""})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> DecodingSettings.of(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void beamSearchIsRefusedByName() {
        assertThatThrownBy(() -> DecodingSettings.of("beam4")).hasMessageContaining("beam search is not available");
    }
}
