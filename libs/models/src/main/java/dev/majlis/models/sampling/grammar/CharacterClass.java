package dev.majlis.models.sampling.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code [a-z]} and {@code [^a-z]} as alternatives of byte ranges. */
final class CharacterClass {

    private final GbnfReader reader;
    private final List<int[]> ranges = new ArrayList<>();

    CharacterClass(GbnfReader reader) {
        this.reader = reader;
    }

    /** Reads from the opening bracket past the closing one. */
    List<int[]> read() {
        reader.skip();
        boolean not = reader.peek() == '^';
        if (not) {
            reader.skip();
        }
        while (reader.peek() != ']') {
            if (reader.peek() == 0) {
                throw reader.fault("the character class has no end");
            }
            range();
        }
        reader.skip();
        var sequences = new ArrayList<int[]>();
        for (int[] range : not ? complement() : ranges) {
            sequences.addAll(Utf8Ranges.of(range[0], range[1]));
        }
        if (sequences.isEmpty()) {
            throw reader.fault("the character class is empty");
        }
        return sequences;
    }

    private void range() {
        int low = reader.character();
        int high = low;
        if (reader.peek() == '-') {
            reader.skip();
            if (reader.peek() == ']') {
                ranges.add(new int[] {'-', '-'});
            } else {
                high = reader.character();
            }
        }
        if (high < low) {
            throw reader.fault("a range must not fall");
        }
        ranges.add(new int[] {low, high});
    }

    private List<int[]> complement() {
        ranges.sort(Comparator.comparingInt(range -> range[0]));
        var gaps = new ArrayList<int[]>();
        int next = 0;
        for (int[] range : ranges) {
            if (range[0] > next) {
                gaps.add(new int[] {next, range[0] - 1});
            }
            next = Math.max(next, range[1] + 1);
        }
        if (next <= Utf8Ranges.MAX_CODE_POINT) {
            gaps.add(new int[] {next, Utf8Ranges.MAX_CODE_POINT});
        }
        return gaps;
    }
}
