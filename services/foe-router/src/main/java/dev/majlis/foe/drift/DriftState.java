package dev.majlis.foe.drift;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the watch stands.
 *
 * @param low end of the 99 % band of the mean rank of as many inputs like the labelled rows
 * @param high its other end
 * @param recent mean rank of the inputs of late, NaN before the first
 * @param seen inputs so far
 * @param outliers share of the inputs of late that lie farther off than 99 % of the labelled rows
 * @param alarm whether inputs have drifted
 * @param since when the alarm was raised
 */
public record DriftState(
        double low, double high, double recent, long seen, double outliers, boolean alarm, Optional<Instant> since) {}
