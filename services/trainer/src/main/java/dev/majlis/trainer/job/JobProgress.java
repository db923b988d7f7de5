package dev.majlis.trainer.job;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One update of a run.
 *
 * @param step updates made, this one included
 * @param totalSteps of the whole run
 * @param epoch from 0
 * @param loss mean over the update's rows, before the update
 * @param learningRate of the update
 * @param tokensPerSecond since the run started or resumed, padding not counted
 * @param etaSeconds that the rest will take at this speed
 * @param validationLoss where held-out rows were looked at after this update; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobProgress(
        long step,
        long totalSteps,
        long epoch,
        double loss,
        double learningRate,
        double tokensPerSecond,
        double etaSeconds,
        Double validationLoss) {

    /** From 0 to 1. */
    public double share() {
        return totalSteps == 0 ? 0 : (double) step / totalSteps;
    }
}
