package dev.majlis.foe.evaluate;

import dev.majlis.foe.table.Targets;
import java.util.List;

/**
 * What was chosen against what would have been right: labels, or experts where those are chosen.
 *
 * @param names of labels or experts; empty when there are more than {@link #LIMIT} of them
 * @param counts {@code int[right][chosen]}; a choice as good as the best counts as right
 */
public record Confusion(List<String> names, int[][] counts) {
    /** Classes that are counted, at most. */
    public static final int LIMIT = 64;

    public Confusion {
        names = List.copyOf(names);
    }

    /** @param choices one for each row of {@code targets} */
    static Confusion of(List<String> names, Targets targets, int[] choices) {
        if (names.size() > LIMIT) {
            return new Confusion(List.of(), new int[0][0]);
        }
        int[][] counts = new int[names.size()][names.size()];
        for (int row = 0; row < choices.length; row++) {
            boolean right = targets.share(row, choices[row]) > 0;
            counts[right ? choices[row] : targets.of(row)][choices[row]]++;
        }
        return new Confusion(names, counts);
    }
}
