package dev.majlis.foe.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.mesh.error.MeshException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MlpFuserTest {
    private static final OutputTable ROWS = RandomTables.labelledTwin(new Random(1), 200, 3, 4, 0.7);

    @Test
    void aMaskedOneAnswersForEverySubset() {
        MlpFuser fuser = new MlpFuser(new Sum(true, 4), ROWS, Preparation.none(3), 9);
        ExpertSet asked = ExpertSet.of(0, 2);

        float[] fused = fuser.fuse(ROWS.outputs(5, asked), asked);

        assertThat(fuser.model()).isEqualTo("masked_mlp");
        float sum = 0;
        for (float share : fused) {
            sum += share;
        }
        assertThat(sum).isCloseTo(1, within(1e-6f));
        assertThat(fuser.ofRow(5, ExpertSet.of(0)).with(2)).containsExactly(fused);
        assertThat(fuser.ofRow(5, asked).alone()).containsExactly(fused);
    }

    @Test
    void neighboursAnswerForTheSubsetsOfOneThatIsNotMasked() {
        MlpFuser fuser = new MlpFuser(new Sum(false, 4), ROWS, Preparation.none(3), 9);
        KnnFuser knn = new KnnFuser(ROWS, 9);
        ExpertSet some = ExpertSet.of(0, 2);

        assertThat(fuser.model()).isEqualTo("mlp");
        assertThat(fuser.fuse(ROWS.outputs(5, some), some)).containsExactly(knn.fuse(ROWS.outputs(5, some), some));
        assertThat(fuser.ofRow(5, some).alone())
                .containsExactly(knn.ofRow(5, some).alone());
        assertThat(fuser.ofRow(5, some).with(1)).containsExactly(fuser.fuse(ROWS.outputs(5, ROWS.all()), ROWS.all()));
    }

    @Test
    void refusesANetworkOfAnotherPool() {
        assertThatThrownBy(() -> new MlpFuser(new Sum(true, 3), ROWS, Preparation.none(3), 9))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("DIM_MISMATCH"));
    }

    @Test
    void writesWhatTheTrainerReads() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FuserTrainingRows.write(ROWS.pick(new int[] {4, 9}), out);
        FuserTrainingRows.write(
                OutputTable.of(
                        List.of(
                                ROWS.pick(new int[] {4}).block(0),
                                ROWS.pick(new int[] {4}).block(0)),
                        Targets.qualities(new float[][] {{1, 1}})),
                out);

        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0])
                .startsWith("{\"features\":[[")
                .endsWith("]],\"target\":" + ROWS.targets().of(4) + "}");
        assertThat(lines[2]).endsWith("\"target\":[0.5,0.5]}");
    }

    /** Adds the columns of all experts class by class. */
    private record Sum(boolean masked, int classes) implements FusionNetwork {
        @Override
        public int[] widths() {
            return new int[] {classes, classes, classes};
        }

        @Override
        public float[] logits(float[] columns, ExpertSet asked) {
            float[] scores = new float[classes];
            for (int k : asked.toArray()) {
                for (int c = 0; c < classes; c++) {
                    scores[c] += 4 * columns[k * classes + c];
                }
            }
            return scores;
        }
    }
}
