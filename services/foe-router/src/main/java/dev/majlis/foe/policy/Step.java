package dev.majlis.foe.policy;

/**
 * One expert that was asked.
 *
 * @param cost units of the call
 * @param answered false when it failed
 * @param lossBefore estimated loss of answering without it; NaN where the policy estimates none
 * @param lossAfter estimated loss once it has answered; NaN likewise
 */
public record Step(int expert, double cost, boolean answered, double lossBefore, double lossAfter) {}
