package dev.majlis.foe.fake;

import dev.majlis.foe.expert.Embedder;
import java.util.List;

/** Vectors that count letters: texts about different things differ. */
public final class LetterEmbedder implements Embedder {
    private static final int WIDTH = 8;

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public float[][] embed(List<String> texts) {
        float[][] vectors = new float[texts.size()][WIDTH];
        for (int i = 0; i < vectors.length; i++) {
            double length = 0;
            for (char letter : texts.get(i).toCharArray()) {
                vectors[i][letter % WIDTH]++;
            }
            for (float value : vectors[i]) {
                length += value * value;
            }
            for (int c = 0; c < WIDTH; c++) {
                vectors[i][c] /= (float) Math.max(1e-9, Math.sqrt(length));
            }
        }
        return vectors;
    }
}
