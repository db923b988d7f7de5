package dev.majlis.models.text;

/**
 * Log-likelihood of a given text after a prompt, natural logarithm.
 *
 * @param sum over the text's tokens
 * @param mean for each token
 * @param tokens number of tokens of the text
 */
public record Likelihood(double sum, double mean, int tokens) {}
