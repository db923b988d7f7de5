package dev.majlis.nn.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.nn.Golden;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.text.TokenSequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderModelTest {

    private static List<TokenSequence> sequences(String folder) {
        List<TokenSequence> sequences = new ArrayList<>();
        Golden.rows(folder).forEach(row -> sequences.add(Golden.sequence(row)));
        return sequences;
    }

    @Test
    void givesTheGoldenScoresInOnePaddedBatch() {
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 2)) {
            List<float[]> scores = model.run(sequences("roberta-tiny-regression"));

            int i = 0;
            for (JsonNode row : Golden.rows("roberta-tiny-regression")) {
                assertThat(scores.get(i)).hasSize(1);
                assertThat(scores.get(i++)[0])
                        .isCloseTo((float) row.path("score").asDouble(), within(1e-4f));
            }
        }
    }

    @Test
    void givesTheGoldenHiddenStateOfTheFirstToken() {
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 2);
                NDManager scope = model.parameters().scope()) {
            for (JsonNode row : Golden.rows("roberta-tiny-regression")) {
                var batch = EncoderBatch.of(List.of(Golden.sequence(row)), model.config(), scope);
                float[] hidden = model.hidden(batch, Pass.ANSWER, scope).toFloatArray();
                for (int k = 0; k < 8; k++) {
                    assertThat(hidden[k])
                            .isCloseTo((float) row.path("cls").get(k).asDouble(), within(1e-4f));
                }
            }
        }
    }

    @Test
    void givesTheGoldenLogitsOfEveryTokenInOnePaddedBatch() {
        try (EncoderModel model = EncoderModel.open(Golden.BERT, HeadKind.TOKENS, 2)) {
            List<float[]> logits = model.run(sequences("bert-tiny-tokens"));

            int i = 0;
            for (JsonNode row : Golden.rows("bert-tiny-tokens")) {
                float[] seen = logits.get(i++);
                assertThat(seen).hasSize(row.path("ids").size() * 5);
                for (int token = 0; token < row.path("ids").size(); token++) {
                    for (int label = 0; label < 5; label++) {
                        float wanted =
                                (float) row.path("logits").get(token).get(label).asDouble();
                        assertThat(seen[token * 5 + label]).isCloseTo(wanted, within(1e-4f));
                    }
                }
            }
        }
    }

    /** cappy §8 row 4. */
    @Test
    void scoresDoNotDependOnBatchMatesOrderOrPadding() {
        List<TokenSequence> base = sequences("roberta-tiny-regression");
        List<TokenSequence> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(base.get(i % base.size()));
        }
        Collections.shuffle(all, new Random(5));
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 2)) {
            Map<TokenSequence, Float> alone = new HashMap<>();
            base.forEach(
                    sequence -> alone.put(sequence, model.run(List.of(sequence)).get(0)[0]));
            for (int size : new int[] {7, 32, 500}) {
                for (int from = 0; from < all.size(); from += size) {
                    List<float[]> scores = model.run(all.subList(from, Math.min(all.size(), from + size)));
                    for (int i = 0; i < scores.size(); i++) {
                        assertThat(scores.get(i)[0]).isCloseTo(alone.get(all.get(from + i)), within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void savesAModelThatScoresTheSame(@TempDir Path folder) {
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 2)) {
            model.save(folder, DataType.F32);

            try (EncoderModel again = EncoderModel.open(folder, HeadKind.SEQUENCE, 2)) {
                assertThat(again.config()).isEqualTo(model.config());
                List<TokenSequence> some = sequences("roberta-tiny-regression");
                for (int i = 0; i < some.size(); i++) {
                    assertThat(again.run(some.subList(i, i + 1)).get(0))
                            .containsExactly(model.run(some.subList(i, i + 1)).get(0));
                }
            }
        }
    }

    @Test
    void savesHalfTheBytesInBfloatAndStaysClose(@TempDir Path folder) {
        try (EncoderModel model = EncoderModel.open(Golden.BERT, HeadKind.TOKENS, 2)) {
            long full = model.save(folder.resolve("full"), DataType.F32).bytes();
            long half = model.save(folder.resolve("half"), DataType.BF16).bytes();

            assertThat(half).isLessThan(full * 6 / 10);
            try (EncoderModel again = EncoderModel.open(folder.resolve("half"), HeadKind.TOKENS, 2)) {
                TokenSequence some = sequences("bert-tiny-tokens").get(3);
                assertThat(again.run(List.of(some)).get(0)[0])
                        .isCloseTo(model.run(List.of(some)).get(0)[0], within(0.05f));
            }
        }
    }

    @Test
    void poolsToUnitVectorsThatPaddingDoesNotChange() {
        for (HeadKind kind : List.of(HeadKind.MEAN, HeadKind.FIRST)) {
            try (EncoderModel model = EncoderModel.open(Golden.BERT, kind, 2)) {
                List<TokenSequence> some = sequences("bert-tiny-tokens");
                float[] alone = model.run(some.subList(1, 2)).get(0);
                float[] padded = model.run(some).get(1);

                double norm = 0;
                for (int i = 0; i < alone.length; i++) {
                    norm += alone[i] * alone[i];
                    assertThat(padded[i]).isCloseTo(alone[i], within(1e-5f));
                }
                assertThat(norm).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void givesANewHeadToAnEncoderThatHasNone() {
        try (EncoderModel one = EncoderModel.openForTraining(Golden.BERT, HeadKind.SEQUENCE, 3, 1, 2);
                EncoderModel same = EncoderModel.openForTraining(Golden.BERT, HeadKind.SEQUENCE, 3, 1, 2);
                EncoderModel other = EncoderModel.openForTraining(Golden.BERT, HeadKind.SEQUENCE, 3, 2, 2)) {
            assertThat(one.parameters().floats("classifier.weight"))
                    .hasSize(3 * 48)
                    .isEqualTo(same.parameters().floats("classifier.weight"))
                    .isNotEqualTo(other.parameters().floats("classifier.weight"));
            assertThatThrownBy(() -> EncoderModel.open(Golden.BERT, HeadKind.SEQUENCE, 2))
                    .hasMessageContaining("no tensor named bert.pooler.dense.weight");
        }
    }

    @Test
    void refusesWhatItCannotRead() {
        try (EncoderModel model = EncoderModel.open(Golden.BERT, HeadKind.TOKENS, 2)) {
            assertThatThrownBy(() -> model.run(List.of(new TokenSequence(new int[65], new int[65], 0))))
                    .hasMessageContaining("65 tokens; the model reads 64");
            assertThatThrownBy(() -> model.run(List.of(new TokenSequence(new int[] {200}, new int[1], 0))))
                    .hasMessageContaining("token id 200");
        }
    }
}
