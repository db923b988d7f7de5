package dev.majlis.foe.drift;

/**
 * How answers fared by the labels that came.
 *
 * @param joined labels that met their answer, ever
 * @param unknown labels without an answer: never given, forgotten, or labelled before
 * @param waiting answers without a label
 * @param accuracy mean gain of the answers of late; NaN before the first label
 * @param meanCost units of those answers
 * @param lossGap realised less estimated loss on average, above 0 when answers are worse than promised; NaN without estimates
 * @param regret of an input against the best policy by its evaluation: its accuracy less λ × cost, minus the same of the
 *     answers given; NaN before the first label
 * @param hindsight mean gain of the best choice less that of the choice made, where all gains are told; else NaN
 */
public record LiveScore(
        long joined,
        long unknown,
        int waiting,
        double accuracy,
        double meanCost,
        double lossGap,
        double regret,
        double hindsight) {}
