package dev.majlis.foe.frugal;

/**
 * Hard limits of one request (foe.md §7).
 *
 * @param cost units spent at most; infinite for no limit
 * @param experts asked at most
 * @param loss estimated loss above which asking goes on although it does not pay, as long as the estimate falls;
 *     infinite for none
 */
public record Caps(double cost, int experts, double loss) {
    public static final Caps NONE = new Caps(Double.POSITIVE_INFINITY, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);

    public Caps {
        if (!(cost >= 0) || experts < 1 || !(loss >= 0)) {
            throw new IllegalArgumentException(
                    "cost " + cost + " and loss " + loss + " must not be negative, experts " + experts + " positive");
        }
    }

    public static Caps ofCost(double cost) {
        return new Caps(cost, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
    }

    public static Caps ofExperts(int experts) {
        return new Caps(Double.POSITIVE_INFINITY, experts, Double.POSITIVE_INFINITY);
    }
}
