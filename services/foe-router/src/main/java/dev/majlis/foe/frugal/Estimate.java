package dev.majlis.foe.frugal;

import java.util.Comparator;

/**
 * Ê of a set that holds one more expert.
 *
 * @param expert that would be asked next
 * @param loss mean loss of the neighbours
 * @param price λ × cost of what would still be asked
 * @param cost units of what would still be asked
 */
public record Estimate(int expert, double loss, double price, double cost) {
    /**
     * Least Ê; ties go to the cheaper, then to the lower index. Loss is compared before the index for an infinite λ, where
     * every Ê is infinite.
     */
    public static final Comparator<Estimate> ORDER = Comparator.comparingDouble(Estimate::value)
            .thenComparingDouble(Estimate::cost)
            .thenComparingDouble(Estimate::loss)
            .thenComparingInt(Estimate::expert);

    /** Ê less the price of what was already asked. */
    public double value() {
        return loss + price;
    }

    static double price(double lambda, double cost) {
        // nothing is not worth infinitely much
        return cost == 0 ? 0 : lambda * cost;
    }
}
