package dev.majlis.bench.foe.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.host.PublishedModels;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.nn.classify.ClassifierSpec;
import dev.majlis.nn.classify.ClassifierTraining;
import dev.majlis.nn.classify.Ngrams;
import dev.majlis.nn.classify.TextClassifier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Five small classifiers of moods, twice on the mesh: published, to be hosted by the service, and as workers of this process that
 * fail when they are told to.
 */
final class MoodExperts {
    static final String MODEL = "mood-";
    /** Service of the workers here; the operations are {@code e0} to {@code e4}. */
    static final String FRAIL = "frail";

    private static final int BUCKETS = 1 << 12;
    private static final int IN_FLIGHT = 64;

    private final List<TextClassifier> classifiers = new ArrayList<>();
    private volatile double chance;

    /** Trains them into a folder. */
    MoodExperts(Path folder) {
        for (int k = 0; k < MadeUpRemarks.EXPERTS; k++) {
            Path out = folder(folder, k);
            var unused = new ClassifierTraining(ClassifierSpec.of(MadeUpRemarks.MOODS), new Ngrams(BUCKETS))
                    .run(MadeUpRemarks.lessons(k), folder.resolve("run-" + k), out, progress -> {}, () -> false)
                    .orElseThrow();
            classifiers.add(TextClassifier.open(out, Optional.empty()));
        }
    }

    /** Every call of a worker here fails with this chance from now on; about the same text always or never. */
    void fail(double newChance) {
        chance = newChance;
    }

    void publish(Mesh mesh, Path folder, Path blobs) {
        for (int k = 0; k < classifiers.size(); k++) {
            mesh.registry()
                    .publish(new ModelVersion(
                            MODEL + k,
                            "1",
                            PublishedModels.KIND,
                            "",
                            "",
                            "Apache-2.0",
                            ModelBlobs.in(blobs).store(folder(folder, k)),
                            Map.of(),
                            Optional.empty(),
                            Instant.EPOCH,
                            Optional.empty()));
        }
    }

    void work(Mesh mesh) {
        for (int k = 0; k < classifiers.size(); k++) {
            int expert = k;
            mesh.start(
                    Worker.of(
                            new Operation(FRAIL, "e" + k),
                            JsonNode.class,
                            "expert-answer",
                            task -> answer(expert, task.input().path("input").asText())),
                    WorkerSettings.defaults().withMaxInFlight(IN_FLIGHT));
        }
    }

    private ObjectNode answer(int expert, String text) {
        if (new SplittableRandom(31L * text.hashCode() + expert).nextDouble() < chance) {
            throw new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, "not this one").withCode("NOT_TODAY");
        }
        return said(expert, text);
    }

    /** {@code {"probabilities": […]}} over the moods, in their order: what the expert says when it does not fail. */
    ObjectNode said(int expert, String text) {
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode shares = answer.putArray("probabilities");
        for (float share : classifiers.get(expert).probabilities(List.of(text))[0]) {
            shares.add(share);
        }
        return answer;
    }

    private static Path folder(Path folder, int expert) {
        return folder.resolve(MODEL + expert);
    }
}
