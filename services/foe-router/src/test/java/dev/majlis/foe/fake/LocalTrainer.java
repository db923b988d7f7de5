package dev.majlis.foe.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.job.Trainer;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.json.Json;
import dev.majlis.nn.mlp.MlpConfig;
import dev.majlis.nn.mlp.MlpExample;
import dev.majlis.nn.mlp.MlpTraining;
import dev.majlis.nn.train.AdamWSettings;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.TrainingSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The trainer's task {@code foe-fuser} in this process; a job is done when it is first asked for. */
public final class LocalTrainer implements Trainer {
    private final Set<String> keys = new HashSet<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final Path folder;
    private ObjectNode order = Json.mapper().createObjectNode();

    public LocalTrainer() {
        try {
            folder = Files.createTempDirectory("local-trainer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jobs that were begun. */
    public int jobs() {
        return keys.size();
    }

    @Override
    public BlobRef store(Path file) {
        try {
            BlobRef ref = BlobRef.ofFile(file);
            Files.copy(file, folder.resolve(ref.sha256()), StandardCopyOption.REPLACE_EXISTING);
            return ref;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public JsonNode submit(JsonNode body, String key, String tenant) {
        keys.add(key);
        order = body.deepCopy();
        return Json.mapper().createObjectNode().put("id", "t-" + keys.size());
    }

    @Override
    public JsonNode job(String id, String tenant) {
        ObjectNode view = Json.mapper().createObjectNode();
        if (asked.incrementAndGet() == 1) {
            view.putObject("step").put("step", 1).put("epoch", 0).put("loss", 1.1);
            return view.put("state", "RUNNING").put("progress", 0.1);
        }
        view.putObject("step").put("step", 2).put("epoch", 1).put("loss", 0.4).put("validationLoss", 0.5);
        return view.put("state", "SUCCEEDED").put("progress", 1);
    }

    @Override
    public JsonNode result(String id, String tenant) {
        return Json.mapper().createObjectNode();
    }

    @Override
    public void cancel(String id, String tenant) {
        // it is done at once
    }

    @Override
    public void fetch(JsonNode result, Path target) {
        try {
            JsonNode parameters = order.path("parameters");
            List<Integer> blocks = new ArrayList<>();
            parameters.path("blocks").forEach(width -> blocks.add(width.asInt()));
            MlpConfig config = MlpConfig.of(blocks, parameters.path("classes").asInt())
                    .withMasked(parameters.path("masked").asBoolean())
                    .withHidden(List.of(32), 0)
                    .withSeed(order.path("seed").asLong());
            List<MlpExample> rows = rows(config, order.at("/data/blob/sha256").asText());
            Path out = folder.resolve("model");
            TrainingSettings settings = TrainingSettings.defaults()
                    .withEpochs(30)
                    .withBatch(32, 32, 32)
                    .withLearningRate(LearningRate.cosine(5e-3, 0))
                    .withAdamW(AdamWSettings.defaults().withWeightDecay(1e-4));
            new MlpTraining(config, settings, 1)
                    .run(rows, rows, folder.resolve("run"), out, progress -> {}, () -> false);
            try (Stream<Path> files = Files.list(out)) {
                for (Path file : files.toList()) {
                    Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<MlpExample> rows(MlpConfig config, String sha256) throws IOException {
        List<MlpExample> rows = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(sha256))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = Json.mapper().readTree(line);
                float[][] blocks = Json.mapper().convertValue(row.path("features"), float[][].class);
                float[] target = MlpExample.oneHot(row.path("target").asInt(), config.classes());
                rows.add(MlpExample.ofBlocks(config, blocks, target, 1, rows.size()));
            }
        }
        return rows;
    }
}
