package dev.majlis.bench.scorer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.store.Progress;
import dev.majlis.models.store.StoredFile;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.onnx.OnnxExport;
import dev.majlis.nn.onnx.Precision;
import dev.majlis.nn.safetensors.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * One cross-encoder in three files: safetensors with {@code config.json} and {@code tokenizer.json} for PyTorch, ONNX in fp32 and int8.
 *
 * @param folder where all of them lie
 */
record ScorerFiles(Path folder) {
    private static final String ENCODER = "minilm-l6-v2";
    private static final long SEED = 20;
    /** Wide enough that scores of different pairs differ by tenths. */
    private static final double HEAD_DEVIATION = 0.1;

    Path tokenizer() {
        return folder.resolve("tokenizer.json");
    }

    Path onnx(Precision precision) {
        return folder.resolve(precision == Precision.FP32 ? "fp32.onnx" : "int8.onnx");
    }

    /** The encoder of the catalog with a head of one output, drawn from a seed. */
    static ScorerFiles headOnMiniLm(Path folder, int threads) throws IOException {
        LocalModelHub hub = LocalModelHub.builder().build();
        Map<String, StoredFile> files = hub.store().fetch(hub.entry(ENCODER), Progress.NONE);
        Path base = Files.createDirectories(folder.resolve("base"));
        copy(files.get("weights").path(), base.resolve("model.safetensors"));
        copy(files.get("tokenizer").path(), base.resolve("tokenizer.json"));
        var json = new ObjectMapper();
        ObjectNode config =
                (ObjectNode) json.readTree(files.get("config").path().toFile());
        json.writeValue(base.resolve("config.json").toFile(), config.put("initializer_range", HEAD_DEVIATION));
        return of(base, folder.resolve("model"), threads);
    }

    /** A trained scorer: a folder with {@code model.safetensors}, {@code config.json} and {@code tokenizer.json}. */
    static ScorerFiles of(Path scorer, Path folder, int threads) throws IOException {
        var files = new ScorerFiles(Files.createDirectories(folder));
        try (EncoderModel model = EncoderModel.openForTraining(scorer, HeadKind.SEQUENCE, 1, SEED, threads)) {
            model.save(folder, DataType.F32);
            OnnxExport.write(model, files.onnx(Precision.FP32), Precision.FP32);
            OnnxExport.write(model, files.onnx(Precision.INT8), Precision.INT8);
        }
        copy(scorer.resolve("tokenizer.json"), files.tokenizer());
        return files;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
