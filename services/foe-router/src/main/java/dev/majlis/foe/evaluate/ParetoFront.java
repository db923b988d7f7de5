package dev.majlis.foe.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Policies that no other one beats in accuracy without costing more. */
public final class ParetoFront {
    private ParetoFront() {}

    /**
     * From cheap to dear, accuracy rising strictly; of equal policies the first by name. The oracle knows the labels, so
     * it is nobody's rival and stays out.
     */
    public static List<PolicyReport> of(List<PolicyReport> reports) {
        List<PolicyReport> sorted = new ArrayList<>(reports);
        sorted.sort(Comparator.comparingDouble(PolicyReport::meanCost)
                .thenComparing(
                        Comparator.comparingDouble(PolicyReport::accuracy).reversed())
                .thenComparing(PolicyReport::policy));
        List<PolicyReport> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (PolicyReport report : sorted) {
            if (!report.policy().equals("oracle") && report.accuracy() > best) {
                front.add(report);
                best = report.accuracy();
            }
        }
        return front;
    }
}
