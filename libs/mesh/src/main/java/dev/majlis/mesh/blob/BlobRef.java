package dev.majlis.mesh.blob;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names a stored body by its content (platform §1: object path, sha256, byte length).
 *
 * @param path of the object, relative to the store
 * @param sha256 of the content, lower-case hexadecimal
 * @param bytes length of the content
 */
public record BlobRef(String path, String sha256, long bytes) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public BlobRef {
        requireNonNull(path, "path is null");
        requireNonNull(sha256, "sha256 is null");
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 '%s': 64 lower-case hexadecimal digits".formatted(sha256));
        }
        if (!path.equals(pathOf(sha256))) {
            throw new IllegalArgumentException("path '%s' does not belong to the sha256".formatted(path));
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes %d: must not be negative".formatted(bytes));
        }
    }

    /** A reference whose path follows from the content. */
    public static BlobRef of(String sha256, long bytes) {
        return new BlobRef(pathOf(sha256), sha256, bytes);
    }

    /** The reference of a file's content, which is read once and not kept. */
    public static BlobRef ofFile(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = Files.newInputStream(file);
                var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            long bytes = in.transferTo(out);
            return of(HexFormat.of().formatHex(digest.digest()), bytes);
        }
    }

    private static String pathOf(String sha256) {
        return sha256.length() < 3 ? sha256 : sha256.substring(0, 2) + "/" + sha256;
    }
}
