package dev.majlis.foe.fuse;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.FuserMode;
import dev.majlis.foe.table.OutputBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableLimits;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What is done to the blocks of experts before distances are taken and fusers read them: embeddings are standardised, and
 * wide ones reduced to their principal subspace (foe.md §3.4, §5.12). Probabilities and labels stay as they are. Fitted on
 * the training rows, kept with the fuser. Immutable and safe to share.
 */
public final class Preparation {
    /** Columns an embedding is reduced to when it has more. */
    public static final int COLUMNS = 128;

    /** Rows by which a subspace is found, at most. */
    private static final int ROWS = 4_000;

    private final List<Optional<BlockMap>> maps;

    Preparation(List<Optional<BlockMap>> maps) {
        this.maps = List.copyOf(maps);
    }

    /** Leaves every block as it is. */
    public static Preparation none(int experts) {
        List<Optional<BlockMap>> maps = new ArrayList<>();
        for (int k = 0; k < experts; k++) {
            maps.add(Optional.empty());
        }
        return new Preparation(maps);
    }

    /**
     * For a table in generative mode; of any other mode nothing is changed.
     *
     * @param columns of an embedding at most, at least 1
     */
    public static Preparation fit(OutputTable train, int columns, long seed) {
        if (columns < 1) {
            throw Failures.invalid("/columns", "is " + columns + ", must be at least 1");
        }
        if (train.targets().mode() != FuserMode.GENERATIVE) {
            return none(train.experts());
        }
        IdentityHashMap<OutputBlock, Optional<BlockMap>> shared = new IdentityHashMap<>();
        List<Optional<BlockMap>> maps = new ArrayList<>();
        for (int k = 0; k < train.experts(); k++) {
            OutputBlock block = train.block(k);
            if (!shared.containsKey(block)) {
                boolean dense = block instanceof DenseBlock;
                shared.put(block, dense ? Optional.of(fit(block, columns, seed)) : Optional.empty());
            }
            maps.add(shared.get(block));
        }
        return new Preparation(maps);
    }

    public int experts() {
        return maps.size();
    }

    /** Whether the block of an expert is changed. */
    public boolean changes(int expert) {
        return maps.get(expert).isPresent();
    }

    /** The block of one expert, {@code float[width_k]} in, {@code float[columns]} out; the same array if nothing is changed. */
    public float[] of(int expert, float[] features) {
        return maps.get(expert).map(map -> map.of(features)).orElse(features);
    }

    /** What experts said about one input. */
    public ExpertOutputs of(ExpertOutputs raw) {
        ExpertOutputs outputs = new ExpertOutputs(maps.size());
        for (int k : raw.asked().toArray()) {
            outputs.put(k, of(k, raw.block(k)));
        }
        return outputs;
    }

    /** The same rows with prepared blocks. */
    public OutputTable of(OutputTable raw) {
        if (raw.experts() != maps.size()) {
            throw Failures.dimMismatch(raw.experts() + " experts in the table, " + maps.size() + " were prepared");
        }
        if (maps.stream().allMatch(Optional::isEmpty)) {
            return raw;
        }
        IdentityHashMap<OutputBlock, OutputBlock> shared = new IdentityHashMap<>();
        List<OutputBlock> blocks = new ArrayList<>();
        for (int k = 0; k < raw.experts(); k++) {
            int expert = k;
            blocks.add(shared.computeIfAbsent(raw.block(k), block -> prepared(expert, block)));
        }
        return new OutputTable(blocks, raw.targets(), raw.origins(), TableLimits.DEFAULT);
    }

    List<Optional<BlockMap>> maps() {
        return maps;
    }

    private OutputBlock prepared(int expert, OutputBlock block) {
        if (maps.get(expert).isEmpty()) {
            return block;
        }
        float[][] columns = new float[maps.get(expert).get().width()][block.rows()];
        for (int row = 0; row < block.rows(); row++) {
            float[] features = of(expert, block.row(row));
            for (int i = 0; i < features.length; i++) {
                columns[i][row] = features[i];
            }
        }
        return DenseBlock.ofColumns(columns);
    }

    private static BlockMap fit(OutputBlock block, int columns, long seed) {
        Moments moments = Moments.of(block);
        BlockMap standard = new BlockMap(moments.means(), moments.scales(), new float[0][]);
        if (block.width() <= columns) {
            return standard;
        }
        float[][] sample = sample(block, standard, seed);
        float[][] axes = PrincipalSubspace.of(sample, Math.min(columns, sample.length), seed);
        double squares = 0;
        for (float[] row : sample) {
            for (float[] axis : axes) {
                double along = PrincipalSubspace.dot(row, axis);
                squares += along * along;
            }
        }
        // a column varies by 1 on average, as those of an embedding that was not reduced
        float scale = (float) Math.sqrt((double) sample.length * axes.length / Math.max(squares, 1e-12));
        for (float[] axis : axes) {
            for (int i = 0; i < axis.length; i++) {
                axis[i] *= scale;
            }
        }
        return new BlockMap(moments.means(), moments.scales(), axes);
    }

    private static float[][] sample(OutputBlock block, BlockMap standard, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = Math.min(ROWS, block.rows());
        float[][] sample = new float[count][];
        for (int i = 0; i < count; i++) {
            int row = block.rows() <= ROWS ? i : random.nextInt(block.rows());
            sample[i] = standard.of(block.row(row));
        }
        return sample;
    }
}
