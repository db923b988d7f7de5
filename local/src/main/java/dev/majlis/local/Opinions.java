package dev.majlis.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The small task of the demonstration: is an opinion good or bad? Half of the texts are sentences on films, half are pros and cons of
 * products; resources/dev/majlis/local/demo/README.md says where they come from.
 *
 * @param text as somebody wrote it
 * @param label {@code good} or {@code bad}
 */
record Opinions(String text, String label) {
    static final List<String> CHOICES = List.of("good", "bad");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** To adapt with; the trainer holds a share of them out. */
    static List<Opinions> toLearn() {
        return read("demo/opinions.tsv");
    }

    /** None of them is among those of {@link #toLearn}. */
    static List<Opinions> toAsk() {
        return read("demo/opinions-test.tsv");
    }

    String instruction() {
        return "Is this opinion good or bad? " + text;
    }

    /** A row of an adaptation. */
    ObjectNode row() {
        ObjectNode row = item();
        row.put("label", label);
        return row;
    }

    /** An item of a classification. */
    ObjectNode item() {
        ObjectNode item = JSON.createObjectNode().put("instruction", instruction());
        CHOICES.forEach(item.putArray("choices")::add);
        return item;
    }

    private static List<Opinions> read(String resource) {
        try (InputStream in = Objects.requireNonNull(Opinions.class.getResourceAsStream(resource), resource);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.split("\t", 2))
                    .map(parts -> new Opinions(parts[1], parts[0]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
