package dev.majlis.trainer.data;

/**
 * What is refused before it is parsed.
 *
 * @param fileBytes of a file as it lies or comes
 * @param expandedBytes of its content after decompression
 * @param lineBytes of one line of JSON
 * @param rows of one job
 */
public record DataLimits(long fileBytes, long expandedBytes, int lineBytes, long rows) {}
