package dev.majlis.nn.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a run ended.
 *
 * @param end why
 * @param updates made over all resumptions
 * @param loss of the last update
 * @param bestValidationLoss lowest, where there were validation examples; the parameters are then those of that moment
 * @param checkpoint the newest, where the run had a folder
 * @param tokens read by this process, padding not counted
 * @param time spent by this process
 */
public record TrainingResult(
        End end,
        long updates,
        double loss,
        OptionalDouble bestValidationLoss,
        Optional<Path> checkpoint,
        long tokens,
        Duration time) {

    /** Why a run ended. */
    public enum End {
        /** All updates were made. */
        COMPLETED,
        /** The validation loss did not fall any more. */
        STOPPED_EARLY,
        /** The caller asked; it can be resumed. */
        CANCELLED
    }
}
