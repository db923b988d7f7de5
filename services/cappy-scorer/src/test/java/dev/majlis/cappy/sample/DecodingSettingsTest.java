package dev.majlis.cappy.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingSettingsTest {

    @Test
    void namesMeanWhatThePaperSampled() {
        assertThat(DecodingSettings.of("sampling", "/d")).isEqualTo(new DecodingSettings(1, 0, 1));
        assertThat(DecodingSettings.of("temp0.9", "/d")).isEqualTo(new DecodingSettings(0.9, 0, 1));
        assertThat(DecodingSettings.of("topk40", "/d")).isEqualTo(new DecodingSettings(1, 40, 1));
        assertThat(DecodingSettings.of("topp0.95", "/d")).isEqualTo(new DecodingSettings(1, 0, 0.95));
    }

    @ParameterizedTest
    @ValueSource(strings = {"temp", "temp9", "topp1.5", "topk0", "nucleus", "temp0.9x", ""})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> DecodingSettings.of(name, "/d")).hasMessageStartingWith("/d");
    }

    @Test
    void beamSearchIsRefusedByName() {
        assertThatThrownBy(() -> DecodingSettings.of("beam4", "/generator/decodings/beam4"))
                .hasMessageContaining("/generator/decodings/beam4: beam search is not available");
    }
}
