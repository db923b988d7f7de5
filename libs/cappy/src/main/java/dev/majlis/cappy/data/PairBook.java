package dev.majlis.cappy.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects pairs, each (instruction, response) once: what comes first stays. Not thread-safe. */
final class PairBook {
    private final Set<Key> keys = new HashSet<>();
    private final List<LabelledPair> pairs = new ArrayList<>();
    private final Map<Origin, Integer> kept = new EnumMap<>(Origin.class);
    private int duplicates;
    private int unmatched;

    private record Key(String instruction, String response) {}

    boolean has(String instruction, String response) {
        return keys.contains(new Key(instruction, response));
    }

    void add(LabelledPair pair) {
        if (keys.add(new Key(pair.instruction(), pair.response()))) {
            pairs.add(pair);
            kept.merge(pair.origin(), 1, Integer::sum);
        } else {
            duplicates++;
        }
    }

    void addUnmatched() {
        unmatched++;
    }

    PairSet close() {
        return new PairSet(
                pairs,
                new PairCounts(
                        kept.getOrDefault(Origin.REFERENCE, 0),
                        kept.getOrDefault(Origin.WRONG_CHOICE, 0),
                        kept.getOrDefault(Origin.MISMATCH, 0),
                        kept.getOrDefault(Origin.SAMPLE, 0),
                        duplicates,
                        unmatched));
    }
}
