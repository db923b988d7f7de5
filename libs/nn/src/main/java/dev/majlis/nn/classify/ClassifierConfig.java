package dev.majlis.nn.classify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What {@value #FILE} says of a classifier.
 *
 * @param labels in the order of the classes
 * @param base of whose embeddings it reads; nothing for n-grams
 * @param width of a row: buckets, or numbers of a vector
 * @param temperature that logits are divided by
 */
public record ClassifierConfig(List<String> labels, Optional<String> base, int width, double temperature) {
    /** Name of the file beside those of the perceptron. */
    public static final String FILE = "classifier.json";

    /** Classes of a classifier. */
    public static final int MOST_LABELS = 10_000;

    /** Characters of a label. */
    public static final int LONGEST_LABEL = 200;

    private static final int FORMAT = 1;
    private static final long LONGEST_FILE = 1 << 23;
    private static final ObjectMapper JSON = new ObjectMapper();

    public ClassifierConfig {
        labels = requireLabels(labels);
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new NnException(Kind.INVALID, "temperature must be above 0 and finite, not " + temperature);
        }
    }

    /** @throws NnException {@code INVALID} unless there are two labels or more, each once */
    static List<String> requireLabels(List<String> labels) {
        if (labels.size() < 2 || labels.size() > MOST_LABELS) {
            throw new NnException(
                    Kind.INVALID, "labels must be 2 to " + MOST_LABELS + " different ones, not " + labels.size());
        }
        if (new HashSet<>(labels).size() < labels.size()) {
            throw new NnException(Kind.INVALID, "a label is named twice");
        }
        for (String label : labels) {
            if (label.isBlank() || label.length() > LONGEST_LABEL) {
                throw new NnException(Kind.INVALID, "a label must have 1 to " + LONGEST_LABEL + " characters");
            }
        }
        return List.copyOf(labels);
    }

    /**
     * Reads the file of a folder.
     *
     * @throws NnException {@code CORRUPT} or {@code UNSUPPORTED}, naming the file
     */
    public static ClassifierConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new NnException(Kind.CORRUPT, file + " has more than " + LONGEST_FILE + " bytes");
            }
            JsonNode json = JSON.readTree(file.toFile());
            if (json.path("format").asInt() != FORMAT) {
                throw new NnException(
                        Kind.UNSUPPORTED, file + " has the format " + json.path("format") + ", not " + FORMAT);
            }
            return parse(json);
        } catch (IOException e) {
            throw new NnException(Kind.CORRUPT, file + " cannot be read: " + e.getMessage(), e);
        } catch (NnException e) {
            Kind kind = e.kind() == Kind.INVALID ? Kind.CORRUPT : e.kind();
            throw new NnException(kind, file + ": " + e.getMessage(), e);
        }
    }

    private static ClassifierConfig parse(JsonNode json) {
        List<String> labels = new ArrayList<>();
        for (JsonNode label : json.path("labels")) {
            labels.add(label.asText());
        }
        JsonNode features = json.path("features");
        String kind = features.path("kind").asText();
        double temperature = json.path("temperature").asDouble(Double.NaN);
        return switch (kind) {
            case "ngrams" ->
                new ClassifierConfig(
                        labels, Optional.empty(), features.path("buckets").asInt(), temperature);
            case "embedding" ->
                new ClassifierConfig(
                        labels,
                        Optional.of(features.path("base").asText()),
                        features.path("width").asInt(),
                        temperature);
            default -> throw new NnException(Kind.UNSUPPORTED, "features of the kind '" + kind + "' are not known");
        };
    }

    void write(Path folder) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        labels.forEach(json.putArray("labels")::add);
        ObjectNode features = json.putObject("features");
        if (base.isPresent()) {
            features.put("kind", "embedding").put("base", base.get()).put("width", width);
        } else {
            features.put("kind", "ngrams").put("buckets", width);
        }
        json.put("temperature", temperature);
        try (AtomicFile file = AtomicFile.open(folder.resolve(FILE))) {
            file.write(ByteBuffer.wrap(JSON.writeValueAsBytes(json)));
            file.commit();
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, folder + " cannot be written: " + e.getMessage(), e);
        }
    }
}
