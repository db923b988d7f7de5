package dev.majlis.cappy.data;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.List;
import java.util.Random;

/**
 * Data of a downstream adaptation, step by step as in cappy.md §3.2: one pair for each reference, at most one mismatched
 * negative for each, every distinct sample with its Rouge-L. With n examples of one reference and 17 distinct wrong samples
 * there are at most 19·n pairs. Items that have choices and no samples get their wrong choices instead of a mismatch. Thread-safe.
 */
public final class AdaptationPairs {
    /** Fewest unique positives worth a training. */
    public static final int FEWEST_POSITIVES = 8;

    private final RougeMode rougeMode;
    private final RougeL rouge = new RougeL();

    public AdaptationPairs(RougeMode rougeMode) {
        this.rougeMode = requireNonNull(rougeMode, "rougeMode is null");
    }

    /**
     * @throws MeshException {@code unprocessable-input} with {@code TOO_FEW_POSITIVES} or {@code CONSTANT_LABELS}: nothing can be
     *     learnt from these
     */
    public PairSet of(List<Example> examples, long seed) {
        PairBook book = new PairBook();
        SampleLabels.addReferences(examples, book);
        addWrongChoices(examples, book);
        addNegatives(examples, seed, book);
        SampleLabels.addSamples(examples, rouge, rougeMode, book);
        PairSet set = book.close();
        requireLearnable(set);
        return set;
    }

    /** Where choices are all there is to pick from, the wrong ones are the negatives. */
    private static void addWrongChoices(List<Example> examples, PairBook book) {
        for (Example example : examples) {
            if (example.samples().isEmpty()) {
                example.choices().stream()
                        .filter(choice -> !example.references().contains(choice))
                        .forEach(choice ->
                                book.add(new LabelledPair(example.instruction(), choice, 0, Origin.WRONG_CHOICE)));
            }
        }
    }

    private static void addNegatives(List<Example> examples, long seed, PairBook book) {
        List<String> pool = examples.stream()
                .flatMap(example -> example.references().stream())
                .distinct()
                .sorted()
                .toList();
        Random random = new Random(seed);
        for (Example example : examples) {
            if (example.samples().isEmpty() && !example.choices().isEmpty()) {
                continue;
            }
            for (int i = 0; i < example.references().size(); i++) {
                String response = pool.get(random.nextInt(pool.size()));
                if (book.has(example.instruction(), response)) {
                    book.addUnmatched();
                } else {
                    book.add(new LabelledPair(example.instruction(), response, 0, Origin.MISMATCH));
                }
            }
        }
    }

    private static void requireLearnable(PairSet set) {
        if (set.counts().references() < FEWEST_POSITIVES) {
            throw unfit(
                    "TOO_FEW_POSITIVES",
                    "%d unique (instruction, reference) pairs, at least %d are needed"
                            .formatted(set.counts().references(), FEWEST_POSITIVES));
        }
        double first = set.pairs().get(0).label();
        if (set.pairs().stream().allMatch(pair -> pair.label() == first)) {
            throw unfit(
                    "CONSTANT_LABELS",
                    "all %d labels are %s".formatted(set.pairs().size(), first));
        }
    }

    private static MeshException unfit(String code, String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, message).withCode(code);
    }
}
