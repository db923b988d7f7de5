package dev.majlis.cappy.evaluate;

import dev.majlis.cappy.data.Example;
import java.util.List;

/**
 * How often the highest score falls on a right choice, over items with choices (cappy.md §2.3); a tie goes to the lower index.
 *
 * @param items how many
 * @param hits one number an item: 1 when a right choice was taken, else 0
 */
public record ChoiceRanking(int items, double[] hits) {

    /**
     * Judges the choices of items.
     *
     * @param examples with at least two choices each
     * @param scores one for each choice, in the order of the examples and of their choices
     */
    public static ChoiceRanking of(List<Example> examples, float[] scores) {
        double[] hits = new double[examples.size()];
        int at = 0;
        for (int item = 0; item < hits.length; item++) {
            Example example = examples.get(item);
            int best = 0;
            for (int choice = 0; choice < example.choices().size(); choice++) {
                if (scores[at + choice] > scores[at + best]) {
                    best = choice;
                }
            }
            hits[item] = example.references().contains(example.choices().get(best)) ? 1 : 0;
            at += example.choices().size();
        }
        if (at != scores.length) {
            throw new IllegalArgumentException("%d scores for %d choices".formatted(scores.length, at));
        }
        return new ChoiceRanking(hits.length, hits);
    }

    /** Share of items where a right choice was taken, 0 to 1. */
    public double accuracy() {
        double sum = 0;
        for (double hit : hits) {
            sum += hit;
        }
        return items == 0 ? 0 : sum / items;
    }

    /** What a choice by lot would reach, 0 to 1. */
    public static double chance(List<Example> examples) {
        return examples.stream()
                .mapToDouble(example -> (double) example.choices().stream()
                                .filter(example.references()::contains)
                                .count()
                        / example.choices().size())
                .average()
                .orElse(0);
    }
}
