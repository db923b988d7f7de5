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
import java.util.stream.IntStream;

/**
 * An item of the demonstration's task: which of two remarks is praise? Half of the remarks are sentences on films, half are pros and
 * cons of products; resources/dev/majlis/local/demo/README.md says where they come from.
 *
 * @param instruction names the item by its number
 * @param choices two remarks that somebody wrote
 * @param label which of them is praise, 0 or 1
 */
record Opinions(String instruction, List<String> choices, int label) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** 600 to adapt with; the trainer holds a share of them out. */
    static List<Opinions> toLearn() {
        return read("demo/opinions.tsv");
    }

    /** 100; no remark of them is among those of {@link #toLearn}. */
    static List<Opinions> toAsk() {
        return read("demo/opinions-test.tsv");
    }

    /** The remark that is praise. */
    String right() {
        return choices.get(label);
    }

    /** A row of an adaptation. */
    ObjectNode row() {
        return item().put("label", label);
    }

    /** An item of a classification. */
    ObjectNode item() {
        ObjectNode item = JSON.createObjectNode().put("instruction", instruction);
        choices.forEach(item.putArray("choices")::add);
        return item;
    }

    /** Pairs praise with a complaint, in turns before and behind it. */
    private static List<Opinions> read(String resource) {
        try (InputStream in = Objects.requireNonNull(Opinions.class.getResourceAsStream(resource), resource);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<String> all = lines.lines().toList();
            List<String> good = texts(all, "good\t");
            List<String> bad = texts(all, "bad\t");
            return IntStream.range(0, Math.min(good.size(), bad.size()))
                    .mapToObj(i -> new Opinions(
                            "Question %d: which of these remarks is praise?".formatted(i + 1),
                            i % 2 == 0 ? List.of(good.get(i), bad.get(i)) : List.of(bad.get(i), good.get(i)),
                            i % 2))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(List<String> lines, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .toList();
    }
}
