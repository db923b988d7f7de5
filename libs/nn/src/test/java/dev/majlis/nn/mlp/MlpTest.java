package dev.majlis.nn.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.nn.NnException;
import dev.majlis.nn.train.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain Java forward pass against the engine's, which is its reference. */
class MlpTest {
    private static final MlpConfig MASKED = MlpConfig.of(List.of(7, 1, 40), 5)
            .withMasked(true)
            .withHidden(List.of(33, 16), 0.3)
            .withStandardised(List.of(0, 2));

    @TempDir
    Path folder;

    private void requireEqualAnswers(MlpConfig config, List<MlpExample> rows) {
        try (MlpModel model = MlpModel.random(config, rows, 1)) {
            model.save(folder);
            List<float[]> wanted = new Predictor<>(new MlpPipeline(model), 16, 16).predict(rows);
            Mlp mlp = Mlp.open(folder);
            for (int i = 0; i < rows.size(); i++) {
                float[] logits = mlp.logits(rows.get(i).input(), rows.get(i).present());
                assertThat(logits).containsExactly(wanted.get(i), within(1e-5f));
            }
        }
    }

    @Test
    void answersAsTheEngineForEverySubsetOfBlocks() {
        List<MlpExample> rows = new ArrayList<>();
        for (MlpExample row : MlpRows.noise(MASKED, 40, 1)) {
            rows.add(row.withPresent(1 + row.number() % 7));
        }

        requireEqualAnswers(MASKED, rows);
    }

    @Test
    void answersAsTheEngineWithoutHiddenLayersAndForSparseRows() {
        MlpConfig wide = MlpConfig.of(List.of(1_000, 500), 4);
        var random = new SplittableRandom(5);

        requireEqualAnswers(wide, MlpRows.noise(wide, 20, 1));
        for (MlpConfig config : List.of(wide, wide.withMasked(true), wide.withHidden(List.of(20), 0))) {
            List<MlpExample> sparse = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sparse.add(MlpExample.of(config, MlpRows.sparse(config, random), 1, i)
                        .withPresent(config.masked() ? 1 + i % 3 : 3));
            }
            requireEqualAnswers(config, sparse);
        }
    }

    @Test
    void aSparseRowIsAnsweredAsTheDenseOneThatItStandsFor() {
        MlpConfig config = MlpConfig.of(List.of(60, 40), 3).withMasked(true).withHidden(List.of(8), 0);
        var random = new SplittableRandom(9);
        try (MlpModel model = MlpModel.random(config, List.of(), 1)) {
            model.save(folder);
        }
        Mlp mlp = Mlp.open(folder);
        for (int i = 0; i < 50; i++) {
            MlpInput.Sparse sparse = MlpRows.sparse(config, random);
            float[] dense = new float[config.width()];
            for (int k = 0; k < sparse.indices().length; k++) {
                dense[sparse.indices()[k]] = sparse.values()[k];
            }
            long mask = 1L + i % 3;

            assertThat(mlp.logits(sparse.indices(), sparse.values(), mask))
                    .containsExactly(mlp.logits(dense, mask), within(1e-6f));
        }
    }

    @Test
    void doesNotReadABlockThatIsMissing() {
        try (MlpModel model = MlpModel.random(MASKED, MlpRows.noise(MASKED, 20, 1), 1)) {
            model.save(folder);
        }
        Mlp mlp = Mlp.open(folder);
        float[] z = new float[MASKED.width()];
        float[] other = z.clone();
        other[7] = 1e9f;

        assertThat(mlp.probabilities(other, 0b101)).containsExactly(mlp.probabilities(z, 0b101));
        assertThat(mlp.probabilities(other, 0b111)).isNotEqualTo(mlp.probabilities(z, 0b111));
        float sum = 0;
        for (float share : mlp.probabilities(other, 0b111)) {
            sum += share;
        }
        assertThat(sum).isCloseTo(1, within(1e-5f));
    }

    @Test
    void refusesRowsAndMasksThatDoNotFit() {
        MlpConfig config = MlpConfig.of(List.of(2, 2), 2);
        try (MlpModel model = MlpModel.random(config, List.of(), 1)) {
            model.save(folder);
        }
        Mlp mlp = Mlp.open(folder);

        assertThatThrownBy(() -> mlp.logits(new float[3], 3))
                .isInstanceOf(NnException.class)
                .hasMessage("a row has 3 columns, the model reads 4");
        assertThatThrownBy(() -> mlp.logits(new float[4], 1)).hasMessageContaining("a block is missing");
        assertThatThrownBy(() -> mlp.logits(new float[4], 0)).hasMessageContaining("at least one of 2 blocks");
        assertThatThrownBy(() -> mlp.logits(new float[4], 7)).hasMessageContaining("and no other");
        assertThatThrownBy(() -> mlp.logits(new float[] {0, 0, Float.NaN, 0}, 3))
                .hasMessageContaining("is NaN");
        assertThatThrownBy(() -> mlp.logits(new int[] {4}, new float[] {1}, 3)).hasMessageContaining("column 4");
        assertThatThrownBy(() -> MlpConfig.of(List.of(), 2)).hasMessageContaining("number of blocks");
        assertThatThrownBy(() -> MlpConfig.of(List.of(1 << 24), 1 << 16)).hasMessageContaining("too many");
    }
}
