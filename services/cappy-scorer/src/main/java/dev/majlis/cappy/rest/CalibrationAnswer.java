package dev.majlis.cappy.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.score.StoredCalibration;
import java.time.Instant;

/**
 * A calibration as far as clients care.
 *
 * @param method {@code isotonic}
 * @param fittedOn pairs it was made from
 * @param measuredOn pairs held back, on which both errors were measured
 * @param error expected calibration error, ten bins, 0 is best
 * @param rawError the same without it
 * @param fittedAt when
 */
public record CalibrationAnswer(
        String method,
        @JsonProperty("fitted_on") int fittedOn,
        @JsonProperty("measured_on") int measuredOn,
        double error,
        @JsonProperty("raw_error") double rawError,
        @JsonProperty("fitted_at") Instant fittedAt) {

    static CalibrationAnswer of(StoredCalibration stored) {
        return new CalibrationAnswer(
                "isotonic",
                stored.calibration().fittedOn(),
                stored.measuredOn(),
                stored.error(),
                stored.rawError(),
                stored.fittedAt());
    }
}
