package dev.majlis.bench.mini;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.ExampleReader;
import dev.majlis.cappy.data.Sample;
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

/** Rows as gzip JSON lines, in the form that {@link ExampleReader} reads. */
final class ExampleFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExampleFile() {}

    static void write(Path file, List<Example> examples) throws IOException {
        try (var writer = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            for (Example example : examples) {
                writer.write(JSON.writeValueAsString(json(example)));
                writer.newLine();
            }
        }
    }

    static List<Example> read(Path file) throws IOException {
        List<Example> examples = new ArrayList<>();
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                examples.add(ExampleReader.read(JSON.readTree(line)));
            }
        }
        return examples;
    }

    private static ObjectNode json(Example example) {
        ObjectNode json = JSON.createObjectNode().put("dataset", example.dataset());
        example.template().ifPresent(template -> json.put("template", template));
        example.row().ifPresent(row -> json.put("row", row));
        json.put("instruction", example.instruction());
        example.references().forEach(json.putArray("references")::add);
        if (!example.choices().isEmpty()) {
            example.choices().forEach(json.putArray("choices")::add);
        }
        if (!example.samples().isEmpty()) {
            ObjectNode samples = json.putObject("samples");
            for (Sample sample : example.samples()) {
                ObjectNode node = samples.withArray(sample.decoding())
                        .addObject()
                        .put("response", sample.response())
                        .put("tokens", sample.tokens());
                sample.logLikelihoodSum().ifPresent(sum -> node.put("log_likelihood_sum", sum));
                sample.logLikelihoodMean().ifPresent(mean -> node.put("log_likelihood_mean", mean));
            }
        }
        return json;
    }
}
