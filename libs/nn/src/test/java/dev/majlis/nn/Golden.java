package dev.majlis.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.nn.text.TokenSequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The golden files of other implementations; see their README. */
public final class Golden {
    public static final Path ROBERTA = Path.of("src/test/resources/golden/roberta-tiny-regression");
    public static final Path BERT = Path.of("src/test/resources/golden/bert-tiny-tokens");
    private static final Path ROOT = Path.of("src/test/resources/golden");

    private Golden() {}

    /** The expected values of a folder. */
    public static JsonNode expected(String folder) {
        try {
            return new ObjectMapper()
                    .readTree(ROOT.resolve(folder).resolve("expected.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }

    public static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    public static Iterable<JsonNode> rows(String folder) {
        return StreamSupport.stream(expected(folder).spliterator(), false).toList();
    }

    /** A row's ids with segment ids of zero, or those of the row. */
    public static TokenSequence sequence(JsonNode row) {
        int[] ids = ints(row.path("ids"));
        return new TokenSequence(ids, row.has("type_ids") ? ints(row.path("type_ids")) : new int[ids.length], 0);
    }
}
