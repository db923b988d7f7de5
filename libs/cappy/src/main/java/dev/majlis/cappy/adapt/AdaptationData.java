package dev.majlis.cappy.adapt;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.data.AdaptationPairs;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.LeakageGuard;
import dev.majlis.cappy.data.PairSet;
import dev.majlis.cappy.data.Split;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.List;

/**
 * What an adaptation learns from, and what it is judged on.
 *
 * @param split no item is on both sides
 * @param pairs of the items to learn from
 * @param measure of the proof
 */
public record AdaptationData(Split split, PairSet pairs, Measure measure) {
    /** Fewest held-out items that can prove anything. */
    public static final int FEWEST_HELD_OUT = 10;

    public AdaptationData {
        requireNonNull(split, "split is null");
        requireNonNull(pairs, "pairs is null");
        requireNonNull(measure, "measure is null");
    }

    /**
     * The same for the same seed.
     *
     * @throws MeshException {@code unprocessable-input} before any training: {@code TOO_FEW_POSITIVES}, {@code CONSTANT_LABELS},
     *     {@code TOO_FEW_HELD_OUT}, {@code NO_CANDIDATES}, {@code MIXED_ITEMS} or {@code TEST_LEAKAGE}
     */
    public static AdaptationData of(List<Example> items, Adaptation.Settings settings) {
        requireCandidates(items);
        Split split = split(items, settings);
        PairSet pairs = new AdaptationPairs(settings.rougeMode()).of(split.train(), settings.seed());
        LeakageGuard.against(split.heldOut()).requireClean(pairs.pairs());
        return new AdaptationData(split, pairs, Candidates.measure(items.get(0)));
    }

    /**
     * The split alone, which needs no candidates yet.
     *
     * @throws MeshException {@code unprocessable-input}: {@code TOO_FEW_POSITIVES} or {@code TOO_FEW_HELD_OUT}
     */
    public static Split split(List<Example> items, Adaptation.Settings settings) {
        if (items.stream().map(Example::instruction).distinct().count() < 2) {
            throw unfit("TOO_FEW_POSITIVES", "%d items of one instruction cannot be split".formatted(items.size()));
        }
        Split split = Split.byLot(items, settings.holdOut(), settings.seed());
        long positives = split.train().stream()
                .flatMap(item -> item.references().stream().map(right -> List.of(item.instruction(), right)))
                .distinct()
                .count();
        if (positives < AdaptationPairs.FEWEST_POSITIVES) {
            throw unfit(
                    "TOO_FEW_POSITIVES",
                    "%d unique (instruction, reference) pairs are left to learn from, at least %d are needed"
                            .formatted(positives, AdaptationPairs.FEWEST_POSITIVES));
        }
        if (split.heldOut().size() < FEWEST_HELD_OUT) {
            throw unfit(
                    "TOO_FEW_HELD_OUT",
                    "%d of %d items are held out, a proof needs at least %d: give more rows, or hold out more of them"
                            .formatted(split.heldOut().size(), items.size(), FEWEST_HELD_OUT));
        }
        return split;
    }

    private static void requireCandidates(List<Example> items) {
        if (items.isEmpty()
                || items.stream().anyMatch(item -> Candidates.of(item).isEmpty())) {
            throw unfit("NO_CANDIDATES", "every item needs samples, or choices, to pick from");
        }
        if (items.stream().map(Candidates::measure).distinct().count() > 1) {
            throw unfit(
                    "MIXED_ITEMS", "some items have samples and some only choices; these are judged by other measures");
        }
    }

    private static MeshException unfit(String code, String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, message).withCode(code);
    }
}
