package dev.majlis.cappy.rouge;

/**
 * Rouge-L of a prediction against one reference.
 *
 * @param precision LCS ÷ tokens of the prediction
 * @param recall LCS ÷ tokens of the reference
 * @param f harmonic mean; 0 when either side is empty
 * @param reference index of the reference it was reached against
 */
public record RougeScore(double precision, double recall, double f, int reference) {}
