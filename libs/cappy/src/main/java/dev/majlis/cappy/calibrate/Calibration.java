package dev.majlis.cappy.calibrate;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Isotonic regression: the probability that a response is right, never falling as its score rises. Between its knots it is
 * linear, beyond them constant. Order and ties of scores may be lost, so it is told beside the score and never ranks.
 *
 * @param scores of the knots, ascending
 * @param probabilities of the knots, 0 to 1, not falling
 * @param fittedOn labelled pairs
 */
public record Calibration(List<Double> scores, List<Double> probabilities, int fittedOn) {
    /** Fewest labelled pairs. */
    public static final int FEWEST = 50;

    public Calibration {
        scores = List.copyOf(scores);
        probabilities = List.copyOf(probabilities);
        if (scores.isEmpty() || scores.size() != probabilities.size()) {
            throw new IllegalArgumentException(
                    "%d scores, %d probabilities".formatted(scores.size(), probabilities.size()));
        }
        for (int i = 0; i < scores.size(); i++) {
            double probability = probabilities.get(i);
            boolean rises = i == 0 || (scores.get(i) >= scores.get(i - 1) && probability >= probabilities.get(i - 1));
            if (!Double.isFinite(scores.get(i)) || !(probability >= 0 && probability <= 1) || !rises) {
                throw new IllegalArgumentException("knot %d: (%s, %s)".formatted(i, scores.get(i), probability));
            }
        }
    }

    /** Neighbours that were put together because they would have fallen. */
    private record Block(double from, double to, double right, int count) {
        double mean() {
            return right / count;
        }

        Block with(Block next) {
            return new Block(from, next.to, right + next.right, count + next.count);
        }
    }

    /**
     * Pools adjacent violators; pairs of equal scores are one knot.
     *
     * @param scores finite
     * @param right whether the response of each was right
     * @throws MeshException {@code unprocessable-input}, {@code TOO_FEW_LABELS} or {@code CONSTANT_LABELS}
     */
    public static Calibration fit(List<Double> scores, List<Boolean> right) {
        requireFit(scores, right);
        List<Integer> order = IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing(scores::get))
                .toList();
        List<Block> blocks = new ArrayList<>();
        for (int i : order) {
            double score = scores.get(i);
            Block block = new Block(score, score, right.get(i) ? 1 : 0, 1);
            while (!blocks.isEmpty() && mustJoin(blocks.get(blocks.size() - 1), block)) {
                block = blocks.remove(blocks.size() - 1).with(block);
            }
            blocks.add(block);
        }
        return of(blocks, scores.size());
    }

    private static boolean mustJoin(Block before, Block block) {
        return before.to() == block.from() || before.mean() >= block.mean();
    }

    private static Calibration of(List<Block> blocks, int fittedOn) {
        List<Double> scores = new ArrayList<>();
        List<Double> probabilities = new ArrayList<>();
        for (Block block : blocks) {
            scores.add(block.from());
            probabilities.add(block.mean());
            if (block.to() > block.from()) {
                scores.add(block.to());
                probabilities.add(block.mean());
            }
        }
        return new Calibration(scores, probabilities, fittedOn);
    }

    private static void requireFit(List<Double> scores, List<Boolean> right) {
        if (scores.size() != right.size()) {
            throw new IllegalArgumentException("%d scores, %d labels".formatted(scores.size(), right.size()));
        }
        if (scores.size() < FEWEST) {
            throw new MeshException(
                            ProblemSlug.UNPROCESSABLE_INPUT,
                            "%d labelled pairs, at least %d are needed".formatted(scores.size(), FEWEST))
                    .withCode("TOO_FEW_LABELS");
        }
        if (right.stream().distinct().count() < 2) {
            throw new MeshException(
                            ProblemSlug.UNPROCESSABLE_INPUT,
                            "all %d labels are %s".formatted(right.size(), right.get(0)))
                    .withCode("CONSTANT_LABELS");
        }
    }

    /** Estimated probability that a response with this score is right. */
    public double probability(double score) {
        int above = 0;
        while (above < scores.size() && scores.get(above) <= score) {
            above++;
        }
        if (above == 0) {
            return probabilities.get(0);
        }
        if (above == scores.size()) {
            return probabilities.get(above - 1);
        }
        double from = scores.get(above - 1);
        double share = (score - from) / (scores.get(above) - from);
        double low = probabilities.get(above - 1);
        return low + share * (probabilities.get(above) - low);
    }
}
