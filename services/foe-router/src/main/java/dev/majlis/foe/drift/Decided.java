package dev.majlis.foe.drift;

import static java.util.Objects.requireNonNull;

/**
 * An answer whose label may come later.
 *
 * @param id of the request
 * @param choice label or expert, as in {@code Answer}
 * @param cost units spent
 * @param estimatedLoss NaN where the policy estimates none
 */
public record Decided(String id, int choice, double cost, double estimatedLoss) {
    public Decided {
        requireNonNull(id, "id is null");
    }
}
