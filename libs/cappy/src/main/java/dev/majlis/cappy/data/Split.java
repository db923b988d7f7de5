package dev.majlis.cappy.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Examples to train on and examples to prove the result on; no item is in both.
 *
 * @param train in input order
 * @param heldOut in input order
 */
public record Split(List<Example> train, List<Example> heldOut) {
    public Split {
        train = List.copyOf(train);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Holds out whole items by lot. Examples with equal instructions, or of one row, go the same way, and so do
     * those that these join.
     *
     * @param share of the items, above 0 and below 1; at least one item is held out and one is not
     */
    public static Split byLot(List<Example> examples, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be above 0 and below 1, got " + share);
        }
        List<String> groups = groups(examples);
        List<String> names = groups.stream().distinct().toList();
        if (names.size() < 2) {
            throw new IllegalArgumentException("%d items cannot be split".formatted(names.size()));
        }
        int out = (int) Math.max(1, Math.min(names.size() - 1, Math.round(share * names.size())));
        Set<String> lots = new HashSet<>(Shuffle.of(names, seed).subList(0, out));
        List<Example> train = new ArrayList<>();
        List<Example> heldOut = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            (lots.contains(groups.get(i)) ? heldOut : train).add(examples.get(i));
        }
        return new Split(train, heldOut);
    }

    /** For each example the name of its group: examples of one item, and of one instruction, have the same. */
    private static List<String> groups(List<Example> examples) {
        Map<String, String> parents = new HashMap<>();
        for (Example example : examples) {
            parents.put(root(parents, TextHash.of(example.instruction())), root(parents, example.item()));
        }
        return examples.stream().map(example -> root(parents, example.item())).toList();
    }

    private static String root(Map<String, String> parents, String name) {
        String at = name;
        while (!parents.getOrDefault(at, at).equals(at)) {
            at = parents.get(at);
        }
        parents.put(name, at);
        return at;
    }

    /** By row, for corpora whose templates shift rows a little: leave a gap between the two. Examples without a row are dropped. */
    public static Split byRow(List<Example> examples, IntPredicate train, IntPredicate heldOut) {
        List<Example> out = rows(examples, heldOut);
        return new Split(LeakageGuard.against(out).clean(rows(examples, train)), out);
    }

    private static List<Example> rows(List<Example> examples, IntPredicate wanted) {
        return examples.stream()
                .filter(example ->
                        example.row().isPresent() && wanted.test(example.row().getAsInt()))
                .toList();
    }
}
