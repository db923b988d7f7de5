package dev.majlis.bench.mini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.cappy.data.LabelledPair;
import dev.majlis.cappy.data.Origin;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Graded pairs as gzip JSON lines: instruction, response, label. */
final class PairFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PairFile() {}

    static void write(Path file, List<LabelledPair> pairs) throws IOException {
        try (var writer = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            for (LabelledPair pair : pairs) {
                writer.write(JSON.writeValueAsString(JSON.createObjectNode()
                        .put("instruction", pair.instruction())
                        .put("response", pair.response())
                        .put("label", pair.label())));
                writer.newLine();
            }
        }
    }

    static List<LabelledPair> read(Path file) throws IOException {
        List<LabelledPair> pairs = new ArrayList<>();
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode json = JSON.readTree(line);
                pairs.add(new LabelledPair(
                        json.path("instruction").asText(),
                        json.path("response").asText(),
                        json.path("label").asDouble(),
                        Origin.TEACHER));
            }
        }
        return pairs;
    }
}
