package dev.majlis.mesh.council;

/**
 * One of several answers to the same instruction.
 *
 * @param index in the order they were written
 * @param text the answer
 * @param finish {@code stop} or {@code length}
 * @param tokens generated
 * @param logLikelihoodSum Σ ln p of its tokens under the model that wrote it; null when unknown
 * @param logLikelihoodMean the sum divided by tokens; null when unknown
 */
public record Candidate(
        int index, String text, String finish, int tokens, Double logLikelihoodSum, Double logLikelihoodMean) {}
