package dev.majlis.models.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.LocalModelHub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real MiniLM against the reference, in fp32 on PyTorch and in int8 on ONNX Runtime. */
class MiniLmIT {

    @ParameterizedTest
    @CsvSource({"minilm-l6-v2, 1e-4", "minilm-l6-v2-onnx-q, 0.05"})
    void agreesWithTheReference(String model, float tolerance) throws IOException {
        JsonNode rows = new ObjectMapper()
                .readTree(Path.of("src/test/resources/golden/minilm/expected.json")
                        .toFile());
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.path("text").asText()));

        try (Encoder encoder = LocalModelHub.builder().build().openEncoder(model)) {
            var embeddings = encoder.embed(texts, EncodeOptions.defaults())
                    .toCompletableFuture()
                    .join();

            for (int i = 0; i < texts.size(); i++) {
                assertThat(embeddings.get(i).tokens())
                        .isEqualTo(rows.get(i).path("ids").size());
                for (int k = 0; k < 64; k++) {
                    assertThat(embeddings.get(i).vector()[k])
                            .as("%s value %d", texts.get(i), k)
                            .isCloseTo(
                                    (float) rows.get(i).path("embedding").get(k).asDouble(), within(tolerance));
                }
            }
        }
    }
}
