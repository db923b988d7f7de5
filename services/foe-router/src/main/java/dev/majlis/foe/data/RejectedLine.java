package dev.majlis.foe.data;

/**
 * A line that could not be used.
 *
 * @param line from 1
 * @param code for example {@code LABEL_NOT_IN_POOL}
 */
public record RejectedLine(int line, String code, String message) {}
