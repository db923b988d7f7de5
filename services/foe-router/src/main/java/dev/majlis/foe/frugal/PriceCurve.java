package dev.majlis.foe.frugal;

import dev.majlis.foe.error.Failures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * What every price λ of a grid costs and loses on held-out rows, so that a request's {@code budget} or {@code max_loss}
 * becomes a λ by looking it up. Two promises for further rows that are exchangeable with the held-out ones:
 *
 * <ul>
 *   <li>budget: mean cost plus 2.33 standard errors stays under it (one-sided 99 %, by the normal approximation);
 *   <li>max_loss: the expected loss above that of all experts fused is at most it, by conformal risk control (Angelopoulos
 *       et al. 2024): with g_i(λ) the greatest gap of row i at any price up to λ, which only grows with λ, the bound is
 *       (Σ g_i + B) / (n + 1), B being the greatest gap there can be. Free of any assumption on models or distribution; the
 *       expectation is over rows and the draw of the held-out rows, not for each input.
 * </ul>
 *
 * @param points from the least price to the greatest
 */
public record PriceCurve(List<Point> points) {
    private static final double MARGIN = 2.33;
    private static final int STEPS_A_DECADE = 8;
    private static final int DECADES = 5;
    private static final double LEAST = 1e-4;

    public PriceCurve {
        points = List.copyOf(points);
    }

    /**
     * One price.
     *
     * @param meanCost units of an input
     * @param costBound {@code meanCost} plus its margin
     * @param meanExperts asked
     * @param meanGap loss above that of all experts fused
     * @param gapBound what the expected gap of a further row does not exceed
     * @param gap95 what 95 % of further rows do not exceed (split conformal: the ⌈0.95 (n + 1)⌉-th smallest); infinite for
     *     fewer than 19 rows
     */
    public record Point(
            double lambda,
            double meanCost,
            double costBound,
            double meanExperts,
            double meanGap,
            double gapBound,
            double gap95) {}

    /**
     * Tries a grid of prices relative to the dearest expert.
     *
     * @param progress told the share done, from 0 to 1; what it throws ends the search
     */
    public static PriceCurve of(FrugalRouter router, HeldOutRows rows, DoubleConsumer progress) {
        double dearest = router.fuser().rows().all().stream()
                .mapToDouble(router::price)
                .max()
                .orElse(1);
        List<Double> lambdas = new ArrayList<>(List.of(0.0));
        for (int i = 0; i <= STEPS_A_DECADE * DECADES; i++) {
            lambdas.add(LEAST * Math.pow(10, (double) i / STEPS_A_DECADE) / (dearest > 0 ? dearest : 1));
        }
        lambdas.add(Double.POSITIVE_INFINITY);
        double[] full = new double[rows.count()];
        for (int i = 0; i < full.length; i++) {
            full[i] = rows.loss(router, i, router.fuser().rows().all());
        }
        double[] greatest = new double[full.length];
        List<Point> points = new ArrayList<>();
        for (double lambda : lambdas) {
            points.add(point(router.withLambda(lambda), rows, full, greatest));
            progress.accept((double) points.size() / lambdas.size());
        }
        return new PriceCurve(points);
    }

    /**
     * Least price whose mean cost stays under a budget.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code BUDGET_TOO_SMALL}
     */
    public double forBudget(double budget) {
        return points.stream()
                .filter(point -> point.costBound() <= budget)
                .mapToDouble(Point::lambda)
                .findFirst()
                .orElseThrow(() -> Failures.budgetTooSmall(budget, cheapest()));
    }

    /** Greatest price whose expected gap stays under {@code maxLoss}; 0, the most careful one, when none does. */
    public double forLoss(double maxLoss) {
        double found = 0;
        for (Point point : points) {
            // bounds only grow
            found = point.gapBound() <= maxLoss ? point.lambda() : found;
        }
        return found;
    }

    private double cheapest() {
        return points.stream().mapToDouble(Point::costBound).min().orElse(0);
    }

    private static Point point(FrugalRouter router, HeldOutRows rows, double[] full, double[] greatest) {
        int n = rows.count();
        double[] costs = new double[n];
        double[] gaps = new double[n];
        double experts = 0;
        for (int i = 0; i < n; i++) {
            FrugalRun run = rows.finished(router, i);
            costs[i] = run.spent();
            experts += run.outputs().asked().size();
            gaps[i] = Math.max(0, rows.loss(router, i, run.outputs().asked()) - full[i]);
            greatest[i] = Math.max(greatest[i], gaps[i]);
        }
        double cost = mean(costs);
        double gap = mean(gaps);
        double most = router.settings().loss().most();
        double bound = (mean(greatest) * n + most) / (n + 1);
        return new Point(
                router.settings().lambda(),
                cost,
                cost + MARGIN * standardError(costs, cost),
                experts / n,
                gap,
                bound,
                quantile(gaps));
    }

    private static double quantile(double[] gaps) {
        int place = (int) Math.ceil(0.95 * (gaps.length + 1));
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        return place <= gaps.length ? sorted[place - 1] : Double.POSITIVE_INFINITY;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double standardError(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length / values.length);
    }
}
