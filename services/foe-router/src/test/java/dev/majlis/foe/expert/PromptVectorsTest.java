package dev.majlis.foe.expert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromptVectorsTest {
    @Test
    void embedsAnInputOnce() {
        var embedder = new CountingEmbedder();
        var vectors = new PromptVectors(embedder);

        assertThat(vectors.of("four")).isSameAs(vectors.of("four")).containsExactly(4, 1);
        vectors.of("seven");

        assertThat(embedder.texts).containsExactly("four", "seven");
    }

    /** Length and 1. */
    static final class CountingEmbedder implements Embedder {
        final List<String> texts = new java.util.ArrayList<>();

        @Override
        public int width() {
            return 2;
        }

        @Override
        public float[][] embed(List<String> some) {
            texts.addAll(some);
            return some.stream().map(text -> new float[] {text.length(), 1}).toArray(float[][]::new);
        }
    }
}
