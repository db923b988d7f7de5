package dev.majlis.bench.scorer;

/**
 * What a closed loop of callers got.
 *
 * @param perSecond pairs
 * @param p50 of a request, ms
 * @param p99 of a request, ms
 */
record Load(double perSecond, double p50, double p99) {}
