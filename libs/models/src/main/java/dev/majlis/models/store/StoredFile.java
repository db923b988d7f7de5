package dev.majlis.models.store;

import java.nio.file.Path;

/**
 * A verified file.
 *
 * @param role {@code weights}, {@code tokenizer}, …
 * @param path absolute
 * @param bytes length
 * @param sha256 of the content, lower-case hex
 */
public record StoredFile(String role, Path path, long bytes, String sha256) {}
