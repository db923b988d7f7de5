package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters of a task that are numbers, words, flags or lists of numbers: names, ranges and defaults. Built once, then only read. */
final class ParameterTable {
    private final Map<String, Range> numbers = new LinkedHashMap<>();
    private final Map<String, List<String>> words = new LinkedHashMap<>();
    private final Map<String, Boolean> flags = new LinkedHashMap<>();
    private final Map<String, Wholes> lists = new LinkedHashMap<>();

    /** From {@code least} to {@code most}, both allowed. */
    private record Range(double least, double most, double usual, boolean isWhole) {
        boolean holds(JsonNode value) {
            return value.isNumber()
                    && (!isWhole || (value.isIntegralNumber() && value.canConvertToInt()))
                    && value.doubleValue() >= least
                    && value.doubleValue() <= most;
        }

        String words() {
            return isWhole
                    ? "a whole number from %d to %d".formatted((long) least, (long) most)
                    : "a number from %s to %s".formatted(least, most);
        }
    }

    /** A list of whole numbers. */
    private record Wholes(Range each, int shortest, int longest, List<Integer> usual) {}

    ParameterTable whole(String name, long least, long most, long usual) {
        numbers.put(name, new Range(least, most, usual, true));
        return this;
    }

    ParameterTable number(String name, double least, double most, double usual) {
        numbers.put(name, new Range(least, most, usual, false));
        return this;
    }

    /** @param known the first is the default */
    ParameterTable word(String name, String... known) {
        words.put(name, List.of(known));
        return this;
    }

    ParameterTable flag(String name, boolean usual) {
        flags.put(name, usual);
        return this;
    }

    /**
     * A list of whole numbers.
     *
     * @param shortest numbers in it
     * @param longest numbers in it
     * @param usual empty with a {@code shortest} above 0 for a list that must be given
     */
    ParameterTable wholes(String name, long least, long most, int shortest, int longest, List<Integer> usual) {
        lists.put(name, new Wholes(new Range(least, most, least, true), shortest, longest, usual));
        return this;
    }

    /**
     * All parameters of the table.
     *
     * @param others names of parameters that the caller reads itself
     * @throws MeshException naming the one that is unknown or out of its range
     */
    ObjectNode complete(ObjectNode given, List<String> others) {
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            String name = field.getKey();
            if (!names(others).contains(name)) {
                throw MeshException.invalid("/parameters/" + shown(name), "unknown; known are " + names(others));
            }
        }
        ObjectNode all = Json.mapper().createObjectNode();
        numbers.forEach((name, range) -> putNumber(all, name, range, given.get(name)));
        words.forEach((name, known) -> putWord(all, name, known, given.get(name)));
        flags.forEach((name, usual) -> putFlag(all, name, usual, given.get(name)));
        lists.forEach((name, list) -> putList(all, name, list, given.get(name)));
        return all;
    }

    private static void putNumber(ObjectNode all, String name, Range range, JsonNode value) {
        if (value == null || value.isNull()) {
            if (range.isWhole()) {
                all.put(name, (long) range.usual());
            } else {
                all.put(name, range.usual());
            }
            return;
        }
        if (!range.holds(value)) {
            throw MeshException.invalid(
                    "/parameters/" + name, "expected %s, got %s".formatted(range.words(), shown(value.toString())));
        }
        all.set(name, value);
    }

    private static void putWord(ObjectNode all, String name, List<String> known, JsonNode value) {
        if (value == null || value.isNull()) {
            all.put(name, known.get(0));
            return;
        }
        if (!known.contains(value.asText())) {
            throw MeshException.invalid(
                    "/parameters/" + name,
                    "expected one of %s, got %s".formatted(String.join(", ", known), shown(value.toString())));
        }
        all.put(name, value.asText());
    }

    private static void putFlag(ObjectNode all, String name, boolean usual, JsonNode value) {
        if (value != null && !value.isNull() && !value.isBoolean()) {
            throw MeshException.invalid(
                    "/parameters/" + name, "expected true or false, got " + shown(value.toString()));
        }
        all.put(name, (value == null || value.isNull()) ? usual : value.booleanValue());
    }

    private static void putList(ObjectNode all, String name, Wholes list, JsonNode value) {
        JsonNode given = value == null || value.isNull() ? Json.mapper().valueToTree(list.usual()) : value;
        boolean fits = given.isArray() && given.size() >= list.shortest() && given.size() <= list.longest();
        for (JsonNode number : given) {
            fits &= list.each().holds(number);
        }
        if (!fits) {
            throw MeshException.invalid(
                    "/parameters/" + name,
                    "expected %d to %d times %s, got %s"
                            .formatted(
                                    list.shortest(), list.longest(), list.each().words(), shown(given.toString())));
        }
        all.set(name, given);
    }

    private List<String> names(List<String> others) {
        List<String> names = new ArrayList<>(numbers.keySet());
        names.addAll(words.keySet());
        names.addAll(flags.keySet());
        names.addAll(lists.keySet());
        names.addAll(others);
        return names;
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
