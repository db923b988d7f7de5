package dev.majlis.foe.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.foe.error.Failures;

/** How much one unit of each kind of cost counts; the weighted sum is the c_k of eq. 4.1 (foe.md §2.1). */
public record CostWeights(double money, double ms, @JsonProperty("energy_j") double energyJ, double tokens) {
    /** Money alone, one for one. */
    public static final CostWeights MONEY = new CostWeights(1, 0, 0, 0);

    public CostWeights {
        for (double weight : new double[] {money, ms, energyJ, tokens}) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw Failures.negativeCost("weight", weight);
            }
        }
    }

    /** Cost units of one call. */
    public double of(Cost cost) {
        return money * cost.money() + ms * cost.ms() + energyJ * cost.energyJ() + tokens * cost.tokens();
    }
}
