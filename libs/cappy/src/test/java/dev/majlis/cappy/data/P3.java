package dev.majlis.cappy.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.majlis.mesh.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A hundred real rows; see the README beside them. */
final class P3 {
    private P3() {}

    static List<Example> rows() {
        try (var lines =
                new BufferedReader(new InputStreamReader(P3.class.getResourceAsStream("/p3/sample.jsonl"), UTF_8))) {
            return lines.lines().map(line -> ExampleReader.read(json(line))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static com.fasterxml.jackson.databind.JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Example generation(int row, String instruction, String reference, String... samples) {
        return new Example(
                "made",
                Optional.empty(),
                OptionalInt.of(row),
                instruction,
                List.of(reference),
                List.of(),
                java.util.Arrays.stream(samples)
                        .map(sample -> Sample.of("sampling", sample))
                        .toList());
    }
}
