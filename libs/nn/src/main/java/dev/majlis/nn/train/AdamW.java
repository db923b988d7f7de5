package dev.majlis.nn.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.engine.TorchEngine;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.safetensors.SafetensorsWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AdamW with decoupled decay: θ ← θ − η·λ·θ − η·m̂/(√v̂ + ε), gradients first scaled so that their common norm is at most the
 * clip norm. The engine's own update is used; it knows no bias correction of v inside the root, which is folded into its
 * rate and ε: η' = η·√(1−β₂ᵗ)/(1−β₁ᵗ), ε' = ε·√(1−β₂ᵗ). Not thread-safe.
 */
final class AdamW implements AutoCloseable {
    /** The engine's update would clip each value to ±0 if this were 0. */
    private static final float NO_CLIPPING_OF_VALUES = -1f;

    private final Parameters parameters;
    private final AdamWSettings settings;
    private final NDManager manager;
    private final Map<String, Moments> moments = new LinkedHashMap<>();
    private long updates;

    private record Moments(NDArray mean, NDArray variance) {}

    AdamW(Parameters parameters, AdamWSettings settings) {
        this.parameters = parameters;
        this.settings = settings;
        this.manager = parameters.scope();
        for (String name : parameters.trainableNames()) {
            NDArray value = parameters.get(name);
            moments.put(
                    name,
                    new Moments(
                            manager.zeros(value.getShape(), value.getDataType()),
                            manager.zeros(value.getShape(), value.getDataType())));
        }
    }

    /**
     * Moves every trainable parameter along its gradient and sets the gradient to zero.
     *
     * @return norm of all gradients together, before clipping
     */
    double update(double rate) {
        updates++;
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> gradients = new LinkedHashMap<>();
            double squares = 0;
            for (String name : moments.keySet()) {
                NDArray gradient = parameters.get(name).getGradient();
                gradient.attach(scope);
                gradients.put(name, gradient);
                double norm = norm(gradient);
                squares += norm * norm;
            }
            double norm = Math.sqrt(squares);
            if (!Double.isFinite(norm)) {
                throw new NnException(Kind.DIVERGED, "the gradient of update " + updates + " is not finite");
            }
            double clip = settings.clipNorm();
            double scale = clip > 0 ? Math.min(1, clip / (norm + 1e-6)) : 1;
            double root = Math.sqrt(1 - Math.pow(settings.beta2(), (double) updates));
            double corrected = rate * root / (1 - Math.pow(settings.beta1(), (double) updates));
            moments.forEach((name, moment) -> {
                NDArray weight = parameters.get(name);
                JniUtils.adamUpdate(
                        (PtNDArray) weight,
                        (PtNDArray) gradients.get(name),
                        (PtNDArray) moment.mean(),
                        (PtNDArray) moment.variance(),
                        (float) rate,
                        (float) corrected,
                        (float) settings.decayOf(name),
                        (float) scale,
                        NO_CLIPPING_OF_VALUES,
                        (float) settings.beta1(),
                        (float) settings.beta2(),
                        (float) (settings.epsilon() * root),
                        true);
                TorchEngine.zeroGradient(weight);
            });
            return norm;
        }
    }

    private static double norm(NDArray gradient) {
        try (NDArray flat = gradient.flatten();
                NDArray norm = flat.norm(2, new int[] {0}, false)) {
            return norm.getFloat();
        }
    }

    /** Forgets what a broken-off update has gathered. */
    void dropGradients() {
        moments.keySet().forEach(name -> TorchEngine.zeroGradient(parameters.get(name)));
    }

    long updates() {
        return updates;
    }

    void writeTo(SafetensorsWriter writer) {
        moments.forEach((name, moment) -> {
            long[] shape = moment.mean().getShape().getShape();
            writer.add(name + ".mean", DataType.F32, shape, moment.mean().toFloatArray());
            writer.add(
                    name + ".variance", DataType.F32, shape, moment.variance().toFloatArray());
        });
    }

    void readFrom(SafetensorsFile file, long updates) {
        moments.forEach((name, moment) -> {
            moment.mean().set(file.floats(name + ".mean"));
            moment.variance().set(file.floats(name + ".variance"));
        });
        this.updates = updates;
    }

    @Override
    public void close() {
        manager.close();
    }
}
