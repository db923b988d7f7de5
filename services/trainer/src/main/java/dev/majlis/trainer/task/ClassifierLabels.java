package dev.majlis.trainer.task;

import dev.majlis.nn.classify.ClassifierConfig;
import dev.majlis.nn.classify.LabelledText;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Names of classes. */
final class ClassifierLabels {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    private ClassifierLabels() {}

    /** @throws IllegalArgumentException for one that is empty or too long */
    static void require(String label) {
        if (label.isBlank() || label.length() > ClassifierConfig.LONGEST_LABEL) {
            throw new IllegalArgumentException("label has %d characters, 1 to %d are allowed"
                    .formatted(label.length(), ClassifierConfig.LONGEST_LABEL));
        }
    }

    /** Those of the rows: by their value where all are numbers, else by their letters. */
    static List<String> sorted(List<LabelledText> rows) {
        List<String> labels = rows.stream().map(LabelledText::label).distinct().toList();
        boolean numbers = labels.stream().allMatch(label -> WHOLE.matcher(label).matches());
        Comparator<String> letters = Comparator.naturalOrder();
        Comparator<String> order =
                numbers ? Comparator.<String>comparingLong(Long::parseLong).thenComparing(letters) : letters;
        return labels.stream().sorted(order).toList();
    }
}
