package dev.majlis.mesh.rest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Finds {@code majlis.*} keys that nobody reads, and the key that was probably meant (platform §6). */
public final class UnknownConfigCheck {
    private static final String OURS = "majlis.";

    private final List<String> known;
    private final List<Pattern> patterns;

    /** @param known full names; {@code *} stands for one part, {@code **} for the rest */
    public UnknownConfigCheck(Collection<String> known) {
        this.known = known.stream().sorted().toList();
        this.patterns = this.known.stream().map(UnknownConfigCheck::pattern).toList();
    }

    /** @throws IllegalStateException naming every unknown key, each with a suggestion if one is near */
    public void check(Iterable<String> names) {
        String unknown = StreamSupport.stream(names.spliterator(), false)
                .filter(name -> name.startsWith(OURS))
                .filter(name -> patterns.stream()
                        .noneMatch(pattern -> pattern.matcher(name).matches()))
                .sorted()
                .map(name -> "'" + name + "'"
                        + suggestion(name)
                                .map(near -> " (did you mean '" + near + "'?)")
                                .orElse(""))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("unknown configuration key " + unknown);
        }
    }

    /** The nearest known key, if at most a third of it would have to change. */
    Optional<String> suggestion(String name) {
        return known.stream()
                .min(Comparator.comparingInt(key -> distance(name, key)))
                .filter(key -> distance(name, key) <= Math.max(2, name.length() / 3));
    }

    private static Pattern pattern(String key) {
        String regex = List.of(key.split("(?=\\*\\*|(?<!\\*)\\*)|(?<=\\*)(?!\\*)")).stream()
                .map(part -> switch (part) {
                    case "**" -> ".+";
                    case "*" -> "(\"[^\"]+\"|[^.\\[\\]]+)";
                    default -> Pattern.quote(part);
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex);
    }

    /** Levenshtein. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int above = row[j];
                int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[right.length()];
    }
}
