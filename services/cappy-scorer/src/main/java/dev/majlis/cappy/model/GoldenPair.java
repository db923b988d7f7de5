package dev.majlis.cappy.model;

/**
 * A pair whose score is known.
 *
 * @param instruction segment A
 * @param response segment B
 * @param score raw
 * @param tolerance largest allowed distance
 */
public record GoldenPair(String instruction, String response, double score, double tolerance) {}
