package dev.majlis.nn.train;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * One update of a run.
 *
 * @param update number of updates made, this one included
 * @param totalUpdates of the whole run
 * @param epoch from 0
 * @param loss mean of the update's examples, before the update
 * @param learningRate of the update
 * @param gradientNorm before clipping
 * @param tokensPerSecond over the run since it started or resumed, padding not counted
 * @param remaining time that the rest will take at this speed
 * @param validationLoss where the validation examples were looked at after this update
 */
public record TrainingProgress(
        long update,
        long totalUpdates,
        long epoch,
        double loss,
        double learningRate,
        double gradientNorm,
        double tokensPerSecond,
        Duration remaining,
        OptionalDouble validationLoss) {}
