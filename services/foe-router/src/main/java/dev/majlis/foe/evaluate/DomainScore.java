package dev.majlis.foe.evaluate;

/** One domain of a test table: its rows, and the mean gain on them with its 95 % interval. */
public record DomainScore(int rows, double accuracy, Interval interval) {}
