package dev.majlis.nn.encoder;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.majlis.nn.engine.TorchEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Dropout by windows into a long row of random factors (0 or 1/(1−rate)) that is drawn once: a window at a random place
 * costs one multiplication, where the engine's dropout draws a number for each value (measured 8.5 ns against 0.4 ns a
 * value). Which window is taken follows from the seed of {@link #startStep} alone, so a resumed run drops the same values.
 * Not thread-safe.
 */
public final class DropoutMasks implements Pass, AutoCloseable {
    /** Number of places where a window may begin. */
    private static final int PLACES = 1 << 20;

    private static final int BLOCK = 1 << 12;
    /** Bits of a step that number the micro-batches of an update. */
    private static final int MICRO_BITS = 20;

    private static final NDIndex FIRST_ROW = new NDIndex("..., 0:1, :");

    private final NDManager manager;
    private final long seed;
    private final Map<Double, NDArray> rows = new HashMap<>();
    private SplittableRandom places;
    private long step;

    public DropoutMasks(NDManager manager, long seed) {
        this.manager = requireNonNull(manager, "manager is null");
        this.seed = seed;
        this.places = new SplittableRandom(seed);
    }

    /** All that is dropped until the next call follows from these numbers and the seed. */
    public void startStep(long update, int microBatch) {
        startStep((update << MICRO_BITS) + microBatch);
    }

    /** All that is dropped until the next call follows from this number and the seed. */
    void startStep(long step) {
        this.step = step;
        places = new SplittableRandom(seed ^ (step * 0x9E3779B97F4A7C15L));
    }

    @Override
    public OptionalLong update() {
        return OptionalLong.of(step >>> MICRO_BITS);
    }

    @Override
    public NDArray drop(NDArray x, double rate) {
        return rate == 0 ? x : x.mul(factors(x.getManager(), x.getShape(), rate));
    }

    @Override
    public NDArray dropFirst(NDArray x, Shape whole, double rate) {
        return rate == 0 ? x : x.mul(factors(x.getManager(), whole, rate).get(FIRST_ROW));
    }

    /** A window of the row of this rate, seen in this shape; nothing is copied. */
    private NDArray factors(NDManager scope, Shape shape, double rate) {
        long from = places.nextInt(PLACES);
        NDArray row = rows.get(rate);
        long needed = PLACES + shape.size();
        if (row == null || row.size() < needed) {
            if (row != null) {
                row.close();
            }
            row = draw(rate, needed);
            rows.put(rate, row);
        }
        return row.get(scope, new NDIndex().addSliceDim(from, from + shape.size()))
                .reshape(shape);
    }

    /** Longer rows begin with the values of shorter ones. */
    private NDArray draw(double rate, long needed) {
        int blocks = Math.toIntExact((needed + BLOCK - 1) / BLOCK);
        float[] factors = new float[Math.multiplyExact(blocks, BLOCK)];
        float kept = (float) (1 / (1 - rate));
        int threshold = (int) Math.round(rate * (1 << 16));
        for (int block = 0; block < blocks; block++) {
            var random = new SplittableRandom(seed + block);
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i += 4) {
                long bits = random.nextLong();
                for (int k = 0; k < 4; k++) {
                    factors[i + k] = (int) (bits >>> (16 * k) & 0xFFFF) < threshold ? 0f : kept;
                }
            }
        }
        return TorchEngine.owned(manager, factors, factors.length);
    }

    @Override
    public void close() {
        rows.values().forEach(NDArray::close);
        rows.clear();
    }
}
