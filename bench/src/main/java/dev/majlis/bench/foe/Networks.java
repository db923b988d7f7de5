package dev.majlis.bench.foe;

import dev.majlis.foe.fuse.MlpFuser;
import dev.majlis.foe.fuse.MlpNetwork;
import dev.majlis.foe.fuse.Preparation;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.nn.mlp.ExpertDropout;
import dev.majlis.nn.mlp.MlpConfig;
import dev.majlis.nn.mlp.MlpExample;
import dev.majlis.nn.mlp.MlpTraining;
import dev.majlis.nn.train.AdamWSettings;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Perceptrons over stored outputs, trained in the process as the paper's code does: AdamW at 1e-3 falling along a cosine, decay
 * 1e-4, 128 rows an update.
 *
 * @param hidden widths of the hidden layers
 * @param dropout behind each
 */
record Networks(List<Integer> hidden, double dropout, int epochs, long seed) {
    private static final int NEIGHBOURS = 9;
    private static final int THREADS = 1;

    /**
     * A fuser of one network.
     *
     * @param estimate rows the network is not trained on; by their loss the best weights are kept
     * @param masked for every subset of experts
     */
    MlpFuser train(OutputTable train, OutputTable estimate, boolean masked) {
        List<Integer> widths = new ArrayList<>();
        for (int k = 0; k < train.experts(); k++) {
            widths.add(train.block(k).width());
        }
        MlpConfig config = MlpConfig.of(widths, train.targets().classes())
                .withHidden(hidden, dropout)
                .withMasked(masked)
                .withSeed(seed);
        TrainingSettings settings = TrainingSettings.defaults()
                .withEpochs(epochs)
                .withBatch(128, 128, 128)
                .withLearningRate(LearningRate.cosine(1e-3, 0))
                .withAdamW(AdamWSettings.defaults().withWeightDecay(1e-4))
                .withSeed(seed);
        try {
            Path folder = Files.createTempDirectory("majlis-bench-foe");
            new MlpTraining(config, settings, THREADS)
                    .run(
                            examples(config, train),
                            masked ? onSubsets(examples(config, estimate)) : examples(config, estimate),
                            folder.resolve("run"),
                            folder.resolve("model"),
                            progress -> {},
                            () -> false);
            return new MlpFuser(
                    MlpNetwork.open(folder.resolve("model")), estimate, Preparation.none(train.experts()), NEIGHBOURS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The best weights are those that are best on subsets, which is what a masked network is for. */
    private static List<MlpExample> onSubsets(List<MlpExample> examples) {
        return examples.stream()
                .map(row -> row.withPresent(ExpertDropout.keep(row.present(), 7, 0, row.number())))
                .toList();
    }

    private static List<MlpExample> examples(MlpConfig config, OutputTable table) {
        List<MlpExample> examples = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            float[][] blocks = new float[table.experts()][];
            for (int k = 0; k < blocks.length; k++) {
                blocks[k] = table.block(k).row(row);
            }
            float[] target = new float[config.classes()];
            for (int c = 0; c < target.length; c++) {
                target[c] = table.targets().share(row, c);
            }
            examples.add(MlpExample.ofBlocks(config, blocks, target, 1, row));
        }
        return examples;
    }
}
