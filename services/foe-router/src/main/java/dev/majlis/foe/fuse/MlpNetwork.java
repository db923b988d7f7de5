package dev.majlis.foe.fuse;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.nn.mlp.Mlp;
import java.nio.file.Path;

/** A perceptron as the trainer publishes it: {@code mlp.json} and {@code mlp.safetensors}. Thread-safe. */
public final class MlpNetwork implements FusionNetwork {
    private final Mlp mlp;

    public MlpNetwork(Mlp mlp) {
        this.mlp = requireNonNull(mlp, "mlp is null");
    }

    /**
     * @param folder with both files
     * @throws dev.majlis.nn.NnException {@code CORRUPT} or {@code UNSUPPORTED}, naming the file
     */
    public static MlpNetwork open(Path folder) {
        return new MlpNetwork(Mlp.open(folder));
    }

    @Override
    public int[] widths() {
        return mlp.config().blocks().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public int classes() {
        return mlp.config().classes();
    }

    @Override
    public boolean masked() {
        return mlp.config().masked();
    }

    @Override
    public float[] logits(float[] columns, ExpertSet asked) {
        return mlp.logits(columns, asked.bits());
    }
}
