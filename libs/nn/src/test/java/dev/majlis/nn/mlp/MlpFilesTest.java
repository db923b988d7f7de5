package dev.majlis.nn.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.nn.NnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlpFilesTest {
    private static final MlpConfig CONFIG = MlpConfig.of(List.of(3, 4), 3)
            .withMasked(true)
            .withHidden(List.of(5), 0.25)
            .withStandardised(List.of(1))
            .withSeed(9);

    @TempDir
    Path folder;

    @BeforeEach
    void save() {
        try (MlpModel model = MlpModel.random(CONFIG, MlpRows.noise(CONFIG, 10, 1), 1)) {
            model.save(folder);
        }
    }

    @Test
    void readsWhatWasWritten() {
        assertThat(Mlp.open(folder).config()).isEqualTo(CONFIG);
    }

    @Test
    void readsOrRefusesThousandsOfBrokenFilesWithoutAnyOtherError() throws IOException {
        var random = new SplittableRandom(7);
        for (String name : List.of("mlp.json", "mlp.safetensors")) {
            Path file = folder.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            int refused = 0;
            for (int round = 0; round < 1_000; round++) {
                byte[] broken =
                        random.nextInt(5) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
                if (broken.length > 0) {
                    broken[random.nextInt(broken.length)] ^= (byte) (1 + random.nextInt(255));
                }
                Files.write(file, broken);
                try {
                    Mlp.open(folder);
                } catch (NnException e) {
                    refused++;
                }
            }
            // a digit of the seed or the dropout may change unseen; a weight may not
            assertThat(refused).isGreaterThan(name.endsWith("json") ? 850 : 999);
            Files.write(file, sound);
        }
    }

    @Test
    void saysWhichFileIsMissingOrOfAnotherModel() throws IOException {
        Path other = folder.resolve("other");
        try (MlpModel model = MlpModel.random(CONFIG.withSeed(2), MlpRows.noise(CONFIG, 10, 1), 1)) {
            model.save(other);
        }
        Files.copy(
                other.resolve("mlp.json"),
                folder.resolve("mlp.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> Mlp.open(folder)).hasMessageContaining("its SHA-256 differs");
        Files.delete(folder.resolve("mlp.json"));
        assertThatThrownBy(() -> Mlp.open(folder)).hasMessageContaining("mlp.json cannot be read");
    }

    @Test
    void standardisesByTheRowsThatHaveTheBlockAndMakesAConstantColumnZero() {
        MlpConfig config = MlpConfig.of(List.of(1, 2), 2).withMasked(true).withStandardised(List.of(1));
        float[][] values = {{4, 7, 5}, {8, 7, 9}, {6, 0, 0}};
        List<MlpExample> rows =
                List.of(row(config, values[0], 0b11), row(config, values[1], 0b11), row(config, values[2], 0b01));

        Standardisation fitted = Standardisation.fit(config, rows);

        assertThat(fitted.mean()).containsExactly(new float[] {0, 7, 7}, within(1e-6f));
        assertThat(fitted.scale()).containsExactly(new float[] {1, 0, 0.5f}, within(1e-6f));
    }

    private static MlpExample row(MlpConfig config, float[] values, long present) {
        return MlpExample.of(config, new MlpInput.Dense(values), 0, 0).withPresent(present);
    }
}
