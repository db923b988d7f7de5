package dev.majlis.foe.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.MlpFuser;
import dev.majlis.foe.fuse.MlpNetwork;
import dev.majlis.foe.fuse.Preparation;
import dev.majlis.foe.fuse.StoredFuser;
import dev.majlis.foe.policy.Answer;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.ExpertCalls;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.StoredCalls;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.nn.mlp.ExpertDropout;
import dev.majlis.nn.mlp.MlpConfig;
import dev.majlis.nn.mlp.MlpExample;
import dev.majlis.nn.mlp.MlpTraining;
import dev.majlis.nn.train.AdamWSettings;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One masked network on the twin, for every subset and through failures (foe.md §8 rows 8 and 11). */
class MaskedMlpIT {
    private static final SyntheticTwin TWIN = SyntheticTwin.of(1, 0.7);
    private static final OutputTable TEST = SyntheticTwin.some(TWIN.test(), 400, 8);

    @TempDir
    static Path folder;

    private static MlpFuser fuser;

    @BeforeAll
    static void train() {
        OutputTable rows = SyntheticTwin.some(TWIN.fuser(), 5_000, 1);
        OutputTable fit = rows.pick(IntStream.range(0, 4_500).toArray());
        OutputTable estimate = rows.pick(IntStream.range(4_500, 5_000).toArray());
        MlpConfig config = MlpConfig.of(Collections.nCopies(20, 20), 20)
                .withHidden(List.of(512, 512), 0)
                .withMasked(true)
                .withSeed(1);
        TrainingSettings settings = TrainingSettings.defaults()
                .withEpochs(40)
                .withBatch(128, 128, 128)
                .withLearningRate(LearningRate.cosine(1e-3, 0))
                .withAdamW(AdamWSettings.defaults().withWeightDecay(1e-4));
        new MlpTraining(config, settings, 2)
                .run(
                        examples(config, fit),
                        onSubsets(examples(config, estimate)),
                        folder.resolve("run"),
                        folder.resolve("model"),
                        progress -> {},
                        () -> false);
        fuser = new MlpFuser(MlpNetwork.open(folder.resolve("model")), estimate, Preparation.none(20), 9);
    }

    @Test
    void servesRandomSubsetsAsWellAsNeighboursDo() {
        KnnFuser knn = new KnnFuser(TWIN.fuser(), KnnFuser.NEIGHBOURS);
        Random random = new Random(8);
        double network = 0;
        double neighbours = 0;
        for (int i = 0; i < 50; i++) {
            ExpertSet asked = ExpertSet.of(
                    random.ints(0, 20).distinct().limit(1 + random.nextInt(20)).toArray());
            network += accuracy(fuser, asked) / 50;
            neighbours += accuracy(knn, asked) / 50;
        }
        assertThat(network).isGreaterThanOrEqualTo(neighbours - 0.01);
    }

    @Test
    void losesLittleWhenEachExpertFailsOnceInFive() {
        Council council = TwinCouncil.of(TWIN.pool(), fuser, FrugalSettings.DEFAULT);
        double sound =
                TwinCouncil.rehearse(council, TWIN.test(), new Policy.FoeFull()).accuracy();
        double gained = 0;
        for (int row = 0; row < TWIN.test().rows(); row++) {
            ExpertCalls calls = failing(new StoredCalls(TWIN.test(), row), new Random(row));
            Answer answer = council.answer(new Policy.FoeFull(), calls, row);
            gained += TWIN.test().targets().gain(row, answer.choice())
                    / TWIN.test().rows();
        }
        assertThat(gained).isGreaterThan(sound - 0.05);
    }

    @Test
    void isThereAfterARestart() throws Exception {
        StoredFuser.write(fuser, folder.resolve("stored"), folder.resolve("model"));
        Fuser read = StoredFuser.read(folder.resolve("stored"), TableLimits.DEFAULT);
        ExpertSet asked = ExpertSet.of(3, 7, 11);
        assertThat(read.model()).isEqualTo("masked_mlp");
        for (int row = 0; row < 20; row++) {
            assertThat(read.fuse(TEST.outputs(row, asked), asked))
                    .containsExactly(fuser.fuse(TEST.outputs(row, asked), asked));
        }
    }

    /** The best weights are those that are best on subsets, which is what the network is for. */
    private static List<MlpExample> onSubsets(List<MlpExample> examples) {
        return examples.stream()
                .map(row -> row.withPresent(ExpertDropout.keep(row.present(), 7, 0, row.number())))
                .toList();
    }

    private static ExpertCalls failing(ExpertCalls sound, Random random) {
        return experts -> {
            Map<Integer, float[]> answers = new HashMap<>(sound.ask(experts));
            experts.stream().filter(k -> random.nextInt(5) == 0).forEach(answers::remove);
            return answers;
        };
    }

    private static double accuracy(Fuser fuser, ExpertSet asked) {
        return IntStream.range(0, TEST.rows())
                .mapToDouble(
                        row -> TEST.targets().gain(row, Classes.argmax(fuser.fuse(TEST.outputs(row, asked), asked))))
                .average()
                .orElseThrow();
    }

    private static List<MlpExample> examples(MlpConfig config, OutputTable table) {
        List<MlpExample> examples = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            float[][] blocks = new float[20][];
            for (int k = 0; k < 20; k++) {
                blocks[k] = table.block(k).row(row);
            }
            float[] target = MlpExample.oneHot(table.targets().of(row), 20);
            examples.add(MlpExample.ofBlocks(config, blocks, target, 1, row));
        }
        return examples;
    }
}
