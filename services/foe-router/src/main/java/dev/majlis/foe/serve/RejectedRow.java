package dev.majlis.foe.serve;

/**
 * A row that could not be used.
 *
 * @param code for example {@code LABEL_NOT_IN_POOL}
 */
public record RejectedRow(RowPlace place, String code, String message) {}
