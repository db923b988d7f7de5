package dev.majlis.foe.evaluate;

/** Bounds of a confidence interval. */
public record Interval(double low, double high) {
    public boolean excludes(double value) {
        return value < low || value > high;
    }
}
