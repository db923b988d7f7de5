package dev.majlis.cappy.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Choices that a template writes into its instruction instead of listing them beside it: lines that begin with a dash, {@code (A)
 * … (B) …}, {@code (choices are … or …)}. Wrong answers that the reader sees are harder than any that are drawn elsewhere.
 */
public final class WrittenChoices {
    private static final Pattern DASHES = Pattern.compile("(?m)^\\s?-\\s*(.+?)\\s*$");
    private static final Pattern LETTERS = Pattern.compile("\\(([A-H])\\)\\s*(.+?)(?=\\s*(?:\\([A-H]\\)|[\\n.]|$))");
    private static final Pattern PAIR = Pattern.compile("\\(choices are (.+?) or (.+?) ?\\)");
    private static final int MOST = 30;

    private WrittenChoices() {}

    /** Choices of an instruction that hold the right response; empty where none are written or it is not among them. */
    public static List<String> of(String instruction, String response) {
        for (List<String> found :
                List.of(all(DASHES, 1, instruction), all(LETTERS, 2, instruction), pair(instruction))) {
            List<String> choices = found.stream().distinct().toList();
            if (choices.size() >= 2 && choices.size() <= MOST && choices.contains(response)) {
                return choices;
            }
        }
        return List.of();
    }

    /**
     * Gives each example without choices those that its instruction shows, or that another template of the same row shows when
     * the right response is among them too.
     */
    public static List<Example> addTo(List<Example> examples) {
        Map<String, List<String>> shown = new HashMap<>();
        List<Example> own = new ArrayList<>();
        for (Example example : examples) {
            List<String> choices = example.choices().isEmpty()
                    ? of(example.instruction(), example.references().get(0))
                    : example.choices();
            if (!choices.isEmpty()) {
                shown.putIfAbsent(key(example), choices);
            }
            own.add(example.withChoices(choices));
        }
        return own.stream()
                .map(example -> example.choices().isEmpty() && example.row().isPresent()
                        ? example.withChoices(shown.getOrDefault(key(example), List.of()))
                        : example)
                .toList();
    }

    /** Rows shift a little between templates: only the same row with the same right response is surely the same item. */
    private static String key(Example example) {
        OptionalInt row = example.row();
        return example.dataset() + "#" + row.orElse(-1) + "#"
                + example.references().get(0);
    }

    private static List<String> all(Pattern pattern, int group, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }

    private static List<String> pair(String text) {
        Matcher matcher = PAIR.matcher(text);
        return matcher.find() ? List.of(matcher.group(1), matcher.group(2)) : List.of();
    }
}
