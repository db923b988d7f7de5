package dev.majlis.bench.scorer;

import dev.majlis.bench.cappy.ScorerProcess;
import dev.majlis.nn.onnx.Precision;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The packaged service with the model in both precisions, beside a broker in this process. */
record ScorerService(KafkaBroker broker, ScorerProcess process) implements AutoCloseable {

    static ScorerService start(Path folder, ScorerFiles files, int threads) throws Exception {
        Path catalog = Files.writeString(
                folder.resolve("scorers.yaml"),
                "models:\n" + entry(files, Precision.FP32) + entry(files, Precision.INT8));
        KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"), 0);
        try {
            ScorerProcess process = ScorerProcess.start(
                    folder,
                    "scorer",
                    broker.bootstrapServers(),
                    Map.of(
                            "majlis.models.catalog", catalog.toString(),
                            "majlis.models.dir", folder.resolve("store").toString(),
                            "majlis.models.offline", "true",
                            "majlis.cappy.models",
                                    String.join(",", List.of(name(Precision.FP32), name(Precision.INT8))),
                            "majlis.cappy.threads", Integer.toString(threads)));
            return new ScorerService(broker, process.awaitReady());
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** What the model is called in requests. */
    static String name(Precision precision) {
        return "bench-" + precision.name().toLowerCase(Locale.ROOT);
    }

    private static String entry(ScorerFiles files, Precision precision) {
        return """
                  %s:
                    task: pair-scoring
                    engine: onnxruntime
                    licence: Apache-2.0
                    context: %d
                    parameters: {score-kind: logit}
                    files:
                      weights: {file: %s, unverified: true, sources: ["file:%s"]}
                      tokenizer: {file: tokenizer.json, unverified: true, sources: ["file:%s"]}
                      config: {file: config.json, unverified: true, sources: ["file:%s"]}
                """
                .formatted(
                        name(precision),
                        Pairs.MOST_TOKENS,
                        files.onnx(precision).getFileName(),
                        files.onnx(precision),
                        files.tokenizer(),
                        files.folder().resolve("config.json"));
    }

    @Override
    public void close() {
        process.close();
        broker.close();
    }
}
