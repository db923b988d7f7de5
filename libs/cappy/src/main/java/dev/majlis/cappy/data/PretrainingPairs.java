package dev.majlis.cappy.data;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Pre-training data (cappy.md §3.1): right responses get 1, wrong choices or responses of other items 0, responses of a
 * language model their Rouge-L. The same for the same examples and settings. All in memory. Thread-safe.
 */
public final class PretrainingPairs {
    /** Draws of a response before a positive goes without a negative. */
    private static final int DRAWS = 16;

    private final Settings settings;
    private final RougeL rouge = new RougeL();

    /**
     * @param negatives for each positive, 0 to 16
     * @param pool from which mismatched responses are drawn
     * @param rougeMode of the labels of samples
     * @param seed of all draws
     */
    public record Settings(int negatives, MismatchPool pool, RougeMode rougeMode, long seed) {
        public Settings {
            requireNonNull(pool, "pool is null");
            requireNonNull(rougeMode, "rougeMode is null");
            if (negatives < 0 || negatives > 16) {
                throw new IllegalArgumentException("negatives must be 0 to 16, got " + negatives);
            }
        }

        /** One negative for each positive, from the same data set. */
        public static Settings of(long seed) {
            return new Settings(1, MismatchPool.DATASET, RougeMode.COMPAT, seed);
        }
    }

    public PretrainingPairs(Settings settings) {
        this.settings = requireNonNull(settings, "settings is null");
    }

    /** In the order: all positives, all negatives, all samples. */
    public PairSet of(List<Example> examples) {
        PairBook book = new PairBook();
        // all positives first, so that no draw can call wrong what another example calls right
        SampleLabels.addReferences(examples, book);
        addNegatives(examples, book);
        SampleLabels.addSamples(examples, rouge, settings.rougeMode(), book);
        return book.close();
    }

    private void addNegatives(List<Example> examples, PairBook book) {
        Map<String, List<Example>> pools = new HashMap<>();
        examples.forEach(example -> pools.computeIfAbsent(settings.pool().of(example), name -> new ArrayList<>())
                .add(example));
        Random random = new Random(settings.seed());
        for (Example example : examples) {
            int wanted = settings.negatives() * example.references().size();
            if (example.choices().isEmpty()) {
                addMismatches(example, pools.get(settings.pool().of(example)), wanted, random, book);
            } else {
                addWrongChoices(example, wanted, random, book);
            }
        }
    }

    private static void addWrongChoices(Example example, int wanted, Random random, PairBook book) {
        List<String> wrong = Shuffle.of(
                example.choices().stream()
                        .filter(choice -> !isRight(example, choice) && !book.has(example.instruction(), choice))
                        .distinct()
                        .toList(),
                random.nextLong());
        if (wrong.isEmpty()) {
            book.addUnmatched();
        }
        wrong.stream()
                .limit(wanted)
                .forEach(choice -> book.add(new LabelledPair(example.instruction(), choice, 0, Origin.WRONG_CHOICE)));
    }

    private static void addMismatches(Example example, List<Example> pool, int wanted, Random random, PairBook book) {
        for (int n = 0; n < wanted; n++) {
            boolean found = false;
            // drawn by example, not by distinct response: a response is then as frequent among the wrong as among the
            // right
            for (int draw = 0; draw < DRAWS && !found; draw++) {
                Example other = pool.get(random.nextInt(pool.size()));
                String response =
                        other.references().get(random.nextInt(other.references().size()));
                found = !other.item().equals(example.item())
                        && !isRight(example, response)
                        && !book.has(example.instruction(), response);
                if (found) {
                    book.add(new LabelledPair(example.instruction(), response, 0, Origin.MISMATCH));
                }
            }
            if (!found) {
                book.addUnmatched();
            }
        }
    }

    /** Upper and lower case and spaces do not make a right response wrong. */
    private static boolean isRight(Example example, String response) {
        return example.references().stream()
                .anyMatch(reference -> reference.strip().equalsIgnoreCase(response.strip()));
    }
}
