package dev.majlis.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A row of the demonstration's data: praise or a complaint from one of five places; resources/dev/majlis/local/demo/README.md says
 * where they come from.
 *
 * @param role expert_train, fuser, estimate or test, no text has two of them
 * @param place for example {@code films}
 * @param label {@code good} or {@code bad}
 * @param text what somebody wrote
 */
record Review(String role, String place, String label, String text) {
    static final List<String> LABELS = List.of("bad", "good");
    static final String TRAIN = "expert_train";
    static final String TEST = "test";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "demo/reviews.tsv.gz";

    /** All rows, place by place. */
    static List<Review> all() {
        try (var in = Objects.requireNonNull(Review.class.getResourceAsStream(FILE), FILE);
                var lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.split("\t", 4))
                    .map(cells -> new Review(cells[0], cells[1], cells[2], cells[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row to train an expert with. */
    ObjectNode example() {
        return JSON.createObjectNode().put("text", text).put("label", label);
    }

    /** A row of a pool's data set. */
    ObjectNode row(int number) {
        return JSON.createObjectNode()
                .put("id", "%s-%d".formatted(role, number))
                .put("input", text)
                .put("label", label)
                .put("domain", place);
    }
}
