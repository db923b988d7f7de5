package dev.majlis.foe.serve;

import java.time.Duration;

/** Counts what the router does. Never fails. Thread-safe. */
public interface FoeMeters {
    /** One input was answered. */
    void answered(Prediction prediction, Duration took);

    /** One input got no answer. */
    void failed(String pool, String code, Duration took);

    /** @param outcome of an outputs job: {@code cached}, {@code recorded}, {@code asked} or {@code failed} */
    void outputs(String pool, String outcome, int count);
}
