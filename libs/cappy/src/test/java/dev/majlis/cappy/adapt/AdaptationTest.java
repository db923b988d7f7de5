package dev.majlis.cappy.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import dev.majlis.nn.encoder.EncoderConfig;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.safetensors.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptationTest {
    private static final Path TINY = Path.of("src/test/resources/tiny");

    @TempDir
    Path folder;

    private Path base;

    @BeforeEach
    void drawAScorer() throws IOException {
        base = folder.resolve("base");
        try (EncoderModel model = EncoderModel.random(
                EncoderConfig.read(TINY.resolve("config.json")).withLabels(1), HeadKind.SEQUENCE, 7, 1)) {
            model.save(base, DataType.F32);
        }
        Files.copy(TINY.resolve("tokenizer.json"), base.resolve("tokenizer.json"));
    }

    /** The generator knows the answer, but says it in one of four places. */
    private static List<Example> items() {
        List<Example> items = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<Sample> samples = new ArrayList<>();
            for (int k = 0; k < 4; k++) {
                samples.add(Sample.of("temp0.9", k == i % 4 ? "Yes, there is." : "no " + k));
            }
            items.add(new Example(
                    "there",
                    Optional.empty(),
                    OptionalInt.of(i),
                    "Is there a house with the number " + i + "?",
                    List.of("Yes, there is."),
                    List.of(),
                    samples));
        }
        return items;
    }

    private Adaptation adaptation() {
        var spec = ScorerTrainingSpec.defaults()
                .withPeak(3e-3)
                .withBatchSize(8)
                .withTokens(48, 512)
                .withTrainedLayers(3)
                .withPauses(0, 20);
        return new Adaptation(base, new Adaptation.Settings(0.2, 800, RougeMode.COMPAT, 5), spec);
    }

    @Test
    void provesItsGainOnItemsThatWereHeldOut() {
        AdaptationReport report = adaptation()
                .run(items(), folder.resolve("work"), folder.resolve("out"), progress -> {}, () -> false)
                .orElseThrow();

        assertThat(report.trainItems()).isEqualTo(40);
        assertThat(report.heldOutItems()).isEqualTo(10);
        assertThat(report.pairsSha256()).hasSize(64);
        assertThat(report.policies())
                .extracting(PolicyOutcome::policy)
                .containsExactly("first", "random", "longest", "shortest", "before", "after", "oracle");
        double after = report.policies().get(5).rouge();
        assertThat(after)
                .isGreaterThan(0.9)
                .isLessThanOrEqualTo(report.policies().get(6).rouge());
        assertThat(report.promotable()).isEqualTo(report.gain().low() > 0);
        assertThat(folder.resolve("out/model.safetensors")).exists();
    }

    @Test
    void aCancelledOneProvesNothing() {
        assertThat(adaptation().run(items(), folder.resolve("work"), folder.resolve("out"), progress -> {}, () -> true))
                .isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
