package dev.majlis.foe.host;

import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.nn.classify.ClassifierSpec;
import dev.majlis.nn.classify.ClassifierTraining;
import dev.majlis.nn.classify.LabelledText;
import dev.majlis.nn.classify.Ngrams;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains classifiers of a few words and publishes them. */
public final class SmallClassifiers {
    public static final List<String> LABELS = List.of("sea", "sky");

    private static final List<String> SEA = List.of("a ship on waves", "fish under water", "salt and deep tides");
    private static final List<String> SKY = List.of("a bird among clouds", "stars above wind", "light and high air");

    private SmallClassifiers() {}

    /** A version that has seen one more text. */
    public static ModelVersion trainedOn(
            String model, String version, String text, String label, ModelBlobs blobs, Path work) {
        List<LabelledText> rows = rows(false);
        rows.add(new LabelledText(text, label));
        return version(model, version, rows, blobs, work);
    }

    /** @param swapped whether the labels change their places, so that versions can be told by their answers */
    public static ModelVersion version(String model, String version, boolean swapped, ModelBlobs blobs, Path work) {
        return version(model, version, rows(swapped), blobs, work);
    }

    private static List<LabelledText> rows(boolean swapped) {
        List<LabelledText> rows = new ArrayList<>();
        for (int copy = 0; copy < 8; copy++) {
            for (String text : SEA) {
                rows.add(new LabelledText(text + " " + copy, LABELS.get(swapped ? 1 : 0)));
            }
            for (String text : SKY) {
                rows.add(new LabelledText(text + " " + copy, LABELS.get(swapped ? 0 : 1)));
            }
        }
        return rows;
    }

    private static ModelVersion version(
            String model, String version, List<LabelledText> rows, ModelBlobs blobs, Path work) {
        Path out = work.resolve(model + "-" + version);
        var unused = new ClassifierTraining(ClassifierSpec.of(LABELS), new Ngrams(1 << 10))
                .run(rows, work.resolve("checkpoints-" + model + version), out, progress -> {}, () -> false)
                .orElseThrow();
        return new ModelVersion(
                model,
                version,
                PublishedModels.KIND,
                "",
                "",
                "Apache-2.0",
                blobs.store(out),
                Map.of(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }
}
