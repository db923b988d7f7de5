package dev.majlis.foe.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.foe.error.Failures;

/**
 * What one call of an expert costs, by kind; each at least 0 and finite (foe.md §7).
 *
 * @param money in the currency of the operator
 * @param ms of latency
 * @param energyJ in joules
 * @param tokens read and written
 */
public record Cost(double money, double ms, @JsonProperty("energy_j") double energyJ, double tokens) {
    public static final Cost FREE = new Cost(0, 0, 0, 0);

    public Cost {
        check("money", money);
        check("ms", ms);
        check("energy_j", energyJ);
        check("tokens", tokens);
    }

    /** Only money; the cost units of the paper. */
    public static Cost ofMoney(double money) {
        return new Cost(money, 0, 0, 0);
    }

    public Cost plus(Cost other) {
        return new Cost(money + other.money, ms + other.ms, energyJ + other.energyJ, tokens + other.tokens);
    }

    private static void check(String kind, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw Failures.negativeCost(kind, value);
        }
    }
}
