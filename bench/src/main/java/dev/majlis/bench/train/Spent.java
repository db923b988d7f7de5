package dev.majlis.bench.train;

/**
 * What a turn took.
 *
 * @param seconds on the clock
 * @param processorSeconds of all threads of the process together
 */
record Spent(double seconds, double processorSeconds) {}
