package dev.majlis.nn.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.text.TokenSequence;
import java.util.List;
import java.util.Optional;

/**
 * Sequences padded to the longest of them, as arrays of the engine.
 *
 * @param ids {@code long[n][width]}
 * @param types {@code long[n][width]}
 * @param positions {@code long[n][width]}; padding has the family's own padding position
 * @param real {@code float[n][width]}: 1 for a token, 0 for padding
 * @param padded whether there is any padding; without it no mask is needed
 */
public record EncoderBatch(NDArray ids, NDArray types, NDArray positions, NDArray real, boolean padded) {
    private static final float MASKED = -1e9f;

    /** Arrays of a batch in the scope. */
    public static EncoderBatch of(List<TokenSequence> sequences, EncoderConfig config, NDManager scope) {
        int n = sequences.size();
        int width = sequences.stream().mapToInt(TokenSequence::length).max().orElse(0);
        if (n == 0 || width == 0) {
            throw new NnException(Kind.INVALID, "a batch needs at least one sequence of at least one token");
        }
        if (width > config.maxTokens()) {
            throw new NnException(
                    Kind.TOO_LONG, "a sequence of " + width + " tokens; the model reads " + config.maxTokens());
        }
        long[] ids = new long[n * width];
        long[] types = new long[n * width];
        long[] positions = new long[n * width];
        float[] real = new float[n * width];
        boolean padded = false;
        for (int row = 0; row < n; row++) {
            TokenSequence sequence = sequences.get(row);
            padded |= sequence.length() < width;
            for (int at = 0; at < width; at++) {
                int place = row * width + at;
                boolean token = at < sequence.length();
                ids[place] = token ? requireId(sequence.ids()[at], config) : config.padId();
                types[place] = token ? Math.min(sequence.types()[at], config.types() - 1) : 0;
                positions[place] = token ? config.firstPosition() + at : config.roberta() ? config.padId() : at;
                real[place] = token ? 1 : 0;
            }
        }
        Shape shape = new Shape(n, width);
        return new EncoderBatch(
                scope.create(ids, shape),
                scope.create(types, shape),
                scope.create(positions, shape),
                scope.create(real, shape),
                padded);
    }

    private static int requireId(int id, EncoderConfig config) {
        if (id < 0 || id >= config.vocabulary()) {
            throw new NnException(
                    Kind.INVALID, "token id " + id + " is outside the vocabulary of " + config.vocabulary());
        }
        return id;
    }

    /** Texts of the batch. */
    public long size() {
        return ids.getShape().get(0);
    }

    /** Tokens of the longest. */
    public long width() {
        return ids.getShape().get(1);
    }

    /** What is added to attention scores, {@code float[n][1][1][width]}; empty where nothing is padded. */
    Optional<NDArray> mask() {
        if (!padded) {
            return Optional.empty();
        }
        return Optional.of(real.sub(1).mul(-MASKED).reshape(size(), 1, 1, width()));
    }
}
