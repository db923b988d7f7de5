package dev.majlis.bench.mini;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Five generation tasks made on the spot, and a noisy generator whose likelihoods agree a little with the truth (cappy.md §8 row 9):
 * 17 candidates an item, each the reference with some of its words changed, dropped, doubled or out of order.
 */
final class LocalSuite {
    static final List<String> TASKS =
            List.of("word_sorting", "object_counting", "repeat_copy", "text_editing", "list_functions");
    private static final int CANDIDATES = 17;
    private static final List<String> WORDS = List.of(
            "apple",
            "basket",
            "candle",
            "desert",
            "engine",
            "forest",
            "garden",
            "harbour",
            "island",
            "jacket",
            "kettle",
            "ladder",
            "market",
            "needle",
            "orange",
            "pencil",
            "quarry",
            "ribbon",
            "saddle",
            "timber",
            "umbrella",
            "valley",
            "window",
            "yellow",
            "zebra",
            "anchor",
            "bridge",
            "copper",
            "dragon",
            "feather");
    private static final List<String> NUMBERS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private final Random random;
    private final RougeL rouge = new RougeL();

    LocalSuite(long seed) {
        this.random = new Random(seed);
    }

    /** Items of one task with their candidates. */
    List<Example> items(String task, int count) {
        return IntStream.range(0, count).mapToObj(i -> item(task, i)).toList();
    }

    private Example item(String task, int row) {
        List<String> words = drawn(5 + random.nextInt(3));
        int k = 2 + random.nextInt(3);
        return switch (task) {
            case "word_sorting" ->
                example(
                        task,
                        row,
                        "Sort the following words alphabetically: List: " + String.join(" ", words),
                        words.stream().sorted().collect(Collectors.joining(" ")));
            case "object_counting" -> counting(task, row, words);
            case "repeat_copy" -> {
                String phrase = words.get(0) + " " + words.get(1);
                yield example(
                        task,
                        row,
                        "Say the words \"" + phrase + "\" " + NUMBERS.get(k) + " times, then say " + words.get(2) + ".",
                        (phrase + " ").repeat(k) + words.get(2));
            }
            case "text_editing" -> {
                List<String> edited = new ArrayList<>(words);
                edited.set(1, "lantern");
                yield example(
                        task,
                        row,
                        "In this text, replace the word " + words.get(1) + " by lantern: the "
                                + String.join(" and the ", words),
                        "the " + String.join(" and the ", edited));
            }
            default ->
                example(
                        task,
                        row,
                        "Drop the first " + k + " elements of the list [" + String.join(", ", words) + "].",
                        "[" + String.join(", ", words.subList(k, words.size())) + "]");
        };
    }

    private Example counting(String task, int row, List<String> words) {
        int total = 0;
        List<String> parts = new ArrayList<>();
        for (String word : words.subList(0, 4)) {
            int count = 1 + random.nextInt(3);
            total += count;
            parts.add(NUMBERS.get(count) + " " + word + (count > 1 ? "s" : ""));
        }
        return example(
                task,
                row,
                "I have " + String.join(", ", parts) + ". How many things do I have? Count them in words.",
                "you have " + NUMBERS.get(total) + " things");
    }

    private Example example(String task, int row, String instruction, String reference) {
        List<Sample> samples = IntStream.range(0, CANDIDATES)
                .mapToObj(i -> {
                    String response =
                            i == 0 ? noisy(reference, 0.35) : noisy(reference, 0.15 + 0.6 * random.nextDouble());
                    double truth = rouge.score(List.of(reference), response, RougeMode.COMPAT)
                            .f();
                    double mean = -1.5 + 0.45 * truth + 0.35 * random.nextGaussian();
                    int tokens = Math.max(1, response.split(" ").length);
                    return new Sample("noisy", response, tokens, Optional.of(mean * tokens), Optional.of(mean));
                })
                .toList();
        return new Example(
                task, Optional.empty(), OptionalInt.of(row), instruction, List.of(reference), List.of(), samples);
    }

    /** Each word is left alone, replaced, dropped, doubled or exchanged with the next. */
    private String noisy(String text, double noise) {
        List<String> words = new ArrayList<>(Arrays.asList(text.split(" ")));
        for (int i = 0; i < words.size(); i++) {
            if (random.nextDouble() < noise) {
                switch (random.nextInt(4)) {
                    case 0 -> words.set(i, pick());
                    case 1 -> words.remove(i--);
                    case 2 -> words.add(i++, words.get(Math.max(0, i - 1)));
                    default -> {
                        if (i + 1 < words.size()) {
                            Collections.swap(words, i, i + 1);
                        }
                    }
                }
            }
        }
        return String.join(" ", words);
    }

    private String pick() {
        return random.nextInt(3) == 0
                ? NUMBERS.get(random.nextInt(NUMBERS.size()))
                : WORDS.get(random.nextInt(WORDS.size()));
    }

    private List<String> drawn(int count) {
        List<String> order = new ArrayList<>(WORDS);
        Collections.shuffle(order, random);
        return new ArrayList<>(order.subList(0, count));
    }
}
