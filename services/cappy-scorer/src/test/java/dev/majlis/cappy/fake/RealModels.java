package dev.majlis.cappy.fake;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/**
 * The service with real weights and without a broker: the shipped scorer, and the tiny RoBERTa of the fixtures as ONNX graph, as
 * safetensors, as {@code logit} model, and with its last bias moved by −1 and +1, so that raw scores below 0 and above 1 occur.
 */
public class RealModels implements QuarkusTestProfile {
    public static final Path TINY =
            Path.of("src/test/resources/roberta-tiny-regression").toAbsolutePath();
    private static final Path HOME = Path.of("target/real-models").toAbsolutePath();

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(Beans.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "majlis.cappy.models", "tiny,tiny-torch,tiny-logit,tiny-low,tiny-high,similarity-minilm",
                "majlis.models.catalog", catalog().toString(),
                "majlis.state-dir", HOME.resolve("state").toString());
    }

    /** A catalog of the fixtures. */
    public static Path catalog() {
        try {
            Files.createDirectories(HOME);
            String entries = entry("tiny", "onnxruntime", "model.onnx", "regression01", TINY.resolve("model.onnx"))
                    + entry(
                            "tiny-torch",
                            "pytorch",
                            "model.safetensors",
                            "regression01",
                            TINY.resolve("model.safetensors"))
                    + entry("tiny-logit", "onnxruntime", "model.onnx", "logit", TINY.resolve("model.onnx"))
                    + entry("tiny-low", "pytorch", "model.safetensors", "regression01", moved(-1))
                    + entry("tiny-high", "pytorch", "model.safetensors", "regression01", moved(1));
            return Files.writeString(HOME.resolve("models.yaml"), "models:\n" + entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String entry(String name, String engine, String file, String kind, Path weights) {
        return """
              %s:
                task: pair-scoring
                engine: %s
                licence: Apache-2.0
                context: 128
                parameters:
                  score-kind: %s
                files:
                  weights:
                    file: %s
                    unverified: true
                    sources: ["file:%s"]
                  tokenizer:
                    file: tokenizer.json
                    unverified: true
                    sources: ["file:%s"]
                  config:
                    file: config.json
                    unverified: true
                    sources: ["file:%s"]
            """
                .formatted(
                        name, engine, kind, file, weights, TINY.resolve("tokenizer.json"), TINY.resolve("config.json"));
    }

    private static Path moved(float by) throws IOException {
        return moved(by, HOME.resolve(by < 0 ? "low.safetensors" : "high.safetensors"));
    }

    /** A copy of the weights whose last bias is the fixture's plus {@code by}: every score moves by as much. */
    public static Path moved(float by, Path copy) throws IOException {
        Files.copy(TINY.resolve("model.safetensors"), copy, StandardCopyOption.REPLACE_EXISTING);
        try (SeekableByteChannel file = Files.newByteChannel(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            file.read(length);
            int header = (int) length.getLong(0);
            ByteBuffer text = ByteBuffer.allocate(header);
            file.read(text);
            int offset = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(new String(text.array(), StandardCharsets.UTF_8))
                    .path("classifier.out_proj.bias")
                    .path("data_offsets")
                    .path(0)
                    .asInt();
            ByteBuffer bias = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            file.position(8L + header + offset).read(bias);
            bias.putFloat(0, bias.getFloat(0) + by).rewind();
            file.position(8L + header + offset).write(bias);
        }
        return copy;
    }

    /** Instead of the real ones. */
    @Alternative
    @ApplicationScoped
    public static class Beans {
        @Produces
        @Singleton
        OfflineMesh mesh() {
            return new OfflineMesh();
        }
    }
}
