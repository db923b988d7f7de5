package dev.majlis.nn.mlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.file.AtomicFile;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The two files of a perceptron. {@code mlp.safetensors} has {@code layers.<i>.weight float[in][out]} and {@code
 * layers.<i>.bias}, and with standardised blocks {@code standardise.mean} and {@code standardise.scale}; {@code mlp.json}
 * says what it looks like and has the SHA-256 of the other.
 */
final class MlpFiles {
    private static final String WEIGHTS = "mlp.safetensors";
    private static final String CONFIG = "mlp.json";
    private static final String MEAN = "standardise.mean";
    private static final String SCALE = "standardise.scale";
    private static final int FORMAT = 1;
    private static final long LONGEST_CONFIG = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private MlpFiles() {}

    static String weight(int layer) {
        return "layers." + layer + ".weight";
    }

    static String bias(int layer) {
        return "layers." + layer + ".bias";
    }

    static void write(Path folder, MlpConfig config, Standardisation standardisation, Parameters parameters) {
        try {
            Files.createDirectories(folder);
            SafetensorsWriter writer = new SafetensorsWriter();
            parameters.writeTo(writer, DataType.F32, UnaryOperator.identity(), false);
            if (!config.standardised().isEmpty()) {
                long[] shape = {config.width()};
                writer.add(MEAN, DataType.F32, shape, standardisation.mean());
                writer.add(SCALE, DataType.F32, shape, standardisation.scale());
            }
            String sha256 = writer.write(folder.resolve(WEIGHTS)).sha256();
            try (AtomicFile file = AtomicFile.open(folder.resolve(CONFIG))) {
                file.write(ByteBuffer.wrap(JSON.writeValueAsBytes(json(config, sha256))));
                file.commit();
            }
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static ObjectNode json(MlpConfig config, String sha256) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        config.blocks().forEach(json.putArray("blocks")::add);
        json.put("masked", config.masked());
        config.hidden().forEach(json.putArray("hidden")::add);
        json.put("classes", config.classes());
        json.put("dropout", config.dropout());
        config.standardised().forEach(json.putArray("standardised")::add);
        json.put("seed", config.seed());
        json.put("weights", sha256);
        return json;
    }

    /** What lies in a folder, checked whole. */
    record Read(MlpConfig config, Standardisation standardisation, float[][] weights, float[][] biases) {}

    /** @throws NnException {@code CORRUPT} naming the file and what is wrong with it */
    static Read read(Path folder) {
        JsonNode json = json(folder.resolve(CONFIG));
        Path path = folder.resolve(WEIGHTS);
        try {
            MlpConfig config = config(json);
            if (!AtomicFile.sha256(path).equals(json.path("weights").asText())) {
                throw new NnException(Kind.CORRUPT, path + " is not what was written: its SHA-256 differs");
            }
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                return read(config, file);
            }
        } catch (IOException e) {
            throw new NnException(Kind.CORRUPT, path + " cannot be read: " + e.getMessage(), e);
        } catch (NnException e) {
            throw new NnException(Kind.CORRUPT, folder + " has no sound perceptron: " + e.getMessage(), e);
        }
    }

    private static Read read(MlpConfig config, SafetensorsFile file) {
        int[] widths = config.widths();
        float[][] weights = new float[widths.length - 1][];
        float[][] biases = new float[widths.length - 1][];
        for (int layer = 0; layer < weights.length; layer++) {
            weights[layer] = floats(file, weight(layer), widths[layer], widths[layer + 1]);
            biases[layer] = floats(file, bias(layer), widths[layer + 1]);
        }
        Standardisation standardisation = config.standardised().isEmpty()
                ? Standardisation.none(config.width())
                : new Standardisation(floats(file, MEAN, config.width()), floats(file, SCALE, config.width()));
        return new Read(config, standardisation, weights, biases);
    }

    private static float[] floats(SafetensorsFile file, String name, long... shape) {
        long[] found = file.info(name).dimensions();
        if (!Arrays.equals(found, shape)) {
            throw new NnException(
                    Kind.CORRUPT,
                    "tensor " + name + " has the shape " + Arrays.toString(found) + ", expected "
                            + Arrays.toString(shape));
        }
        float[] values = file.floats(name);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new NnException(Kind.CORRUPT, "tensor " + name + " holds " + value);
            }
        }
        return values;
    }

    private static JsonNode json(Path file) {
        try {
            if (Files.size(file) > LONGEST_CONFIG) {
                throw new NnException(Kind.CORRUPT, file + " has more than " + LONGEST_CONFIG + " bytes");
            }
            JsonNode json = JSON.readTree(file.toFile());
            if (json.path("format").asInt() != FORMAT) {
                throw new NnException(
                        Kind.UNSUPPORTED, file + " has the format " + json.path("format") + ", not " + FORMAT);
            }
            return json;
        } catch (IOException e) {
            throw new NnException(Kind.CORRUPT, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static MlpConfig config(JsonNode json) {
        return new MlpConfig(
                numbers(json, "blocks"),
                json.path("masked").asBoolean(),
                numbers(json, "hidden"),
                json.path("classes").asInt(),
                json.path("dropout").asDouble(),
                numbers(json, "standardised"),
                json.path("seed").asLong());
    }

    private static List<Integer> numbers(JsonNode json, String name) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode number : json.path(name)) {
            if (!number.canConvertToInt() || !number.isIntegralNumber()) {
                throw new NnException(Kind.CORRUPT, name + " holds " + number);
            }
            numbers.add(number.intValue());
        }
        return numbers;
    }
}
