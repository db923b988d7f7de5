package dev.majlis.nn.file;

import java.nio.file.Path;

/**
 * A file that lies complete under its final name.
 *
 * @param path final name
 * @param bytes length
 * @param sha256 of the content, lower-case hexadecimal
 */
public record WrittenFile(Path path, long bytes, String sha256) {}
