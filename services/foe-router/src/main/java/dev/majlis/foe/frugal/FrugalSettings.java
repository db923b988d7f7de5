package dev.majlis.foe.frugal;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.fuse.Loss;

/**
 * Settings of FrugalFoE (foe.md §2.4).
 *
 * @param lambda λ, the price of one cost unit in units of loss, at least 0; infinite asks one expert
 * @param neighbours κ, rows by which a loss is estimated
 * @param loss ℓ; soft unless there is a reason (foe.md §5.2)
 * @param depth how many experts ahead supersets are looked at; 1 is greedy
 * @param beam supersets kept at each depth above 1
 * @param firstRows rows on which the first expert is chosen, at most; a seeded sample of the table if it has more
 * @param seed of that sample
 */
public record FrugalSettings(double lambda, int neighbours, Loss loss, int depth, int beam, int firstRows, long seed) {
    public static final FrugalSettings DEFAULT = new FrugalSettings(0.02, 30, Loss.SOFT, 1, 4, 2_000, 1);

    public FrugalSettings {
        requireNonNull(loss, "loss is null");
        if (!(lambda >= 0) || neighbours < 1 || depth < 1 || beam < 1 || firstRows < 1) {
            throw new IllegalArgumentException("lambda " + lambda + " must not be negative; neighbours " + neighbours
                    + ", depth " + depth + ", beam " + beam + " and firstRows " + firstRows + " must be positive");
        }
    }

    public FrugalSettings withLambda(double price) {
        return new FrugalSettings(price, neighbours, loss, depth, beam, firstRows, seed);
    }

    public FrugalSettings withNeighbours(int count) {
        return new FrugalSettings(lambda, count, loss, depth, beam, firstRows, seed);
    }

    public FrugalSettings withLookAhead(int experts, int kept) {
        return new FrugalSettings(lambda, neighbours, loss, experts, kept, firstRows, seed);
    }

    public FrugalSettings withLoss(Loss other) {
        return new FrugalSettings(lambda, neighbours, other, depth, beam, firstRows, seed);
    }
}
