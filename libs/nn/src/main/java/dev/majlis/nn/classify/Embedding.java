package dev.majlis.nn.classify;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.mlp.MlpInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Vectors of an encoder that the caller brings.
 *
 * @param base name of the encoder's model, by which it is found again
 * @param width of a vector, d
 * @param encoder n texts to {@code float[n][d]}
 */
public record Embedding(String base, int width, Function<List<String>, float[][]> encoder) implements TextFeatures {
    private static final int WIDEST = 1 << 16;

    public Embedding {
        requireNonNull(base, "base is null");
        requireNonNull(encoder, "encoder is null");
        if (width < 1 || width > WIDEST) {
            throw new NnException(Kind.INVALID, "width must be 1 to " + WIDEST + ", not " + width);
        }
    }

    @Override
    public List<MlpInput> of(List<String> texts) {
        float[][] vectors = encoder.apply(texts);
        if (vectors.length != texts.size()) {
            throw new NnException(
                    Kind.INVALID, "the encoder gave " + vectors.length + " vectors for " + texts.size() + " texts");
        }
        List<MlpInput> rows = new ArrayList<>(vectors.length);
        for (float[] vector : vectors) {
            if (vector.length != width) {
                throw new NnException(
                        Kind.INVALID, base + " gave a vector of " + vector.length + " numbers, not " + width);
            }
            rows.add(new MlpInput.Dense(vector));
        }
        return rows;
    }
}
