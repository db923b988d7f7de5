package dev.majlis.foe.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.models.LocalModelHub;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encoder that ships, from the class path. */
class EncoderEmbedderIT {
    @TempDir
    Path folder;

    @Test
    void opensTheEncoderWithTheFirstTextAndOnlyOnce() {
        var opened = new AtomicInteger();
        try (var embedder = new EncoderEmbedder(() -> {
            opened.incrementAndGet();
            return LocalModelHub.builder()
                    .directory(folder)
                    .offline(true)
                    .build()
                    .openEncoder(EncoderEmbedder.MODEL);
        })) {
            assertThat(opened).hasValue(0);

            float[][] vectors = embedder.embed(List.of("a cat sat", "the cat was sitting", "bond yields fell"));

            assertThat(opened).hasValue(1);
            assertThat(embedder.width()).isEqualTo(384);
            assertThat(dot(vectors[0], vectors[0])).isBetween(0.999, 1.001);
            assertThat(dot(vectors[0], vectors[1])).isGreaterThan(dot(vectors[0], vectors[2]) + 0.3);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
