package dev.majlis.cappy.score;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.calibrate.Calibration;
import java.time.Instant;

/**
 * A calibration with the proof that it helps: both errors are measured on pairs that it has not seen.
 *
 * @param calibration isotonic
 * @param error expected calibration error of its probabilities, ten bins
 * @param rawError the same of the raw scores, clamped into [0, 1]
 * @param measuredOn pairs
 * @param fittedAt when
 */
public record StoredCalibration(
        Calibration calibration,
        double error,
        @JsonProperty("raw_error") double rawError,
        @JsonProperty("measured_on") int measuredOn,
        @JsonProperty("fitted_at") Instant fittedAt) {}
