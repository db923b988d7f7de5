package dev.majlis.foe.serve;

import java.time.Duration;

/** Counts what predictions do. Never fails. Thread-safe. */
public interface PredictMeters {
    /** One input was answered. */
    void answered(Prediction prediction, Duration took);

    /** One input got no answer. */
    void failed(String pool, String code, Duration took);
}
