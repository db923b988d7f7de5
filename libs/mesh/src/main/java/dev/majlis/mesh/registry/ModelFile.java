package dev.majlis.mesh.registry;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.blob.BlobRef;
import java.util.regex.Pattern;

/**
 * One file of a model version.
 *
 * @param path inside the model's folder, plain segments with {@code /} between
 * @param sha256 of the content, lower-case hexadecimal
 * @param bytes length of the content
 * @param uri where it lies, for example {@code blob:models/ab/ab12…} (see {@link ModelBlobs})
 */
public record ModelFile(String path, String sha256, long bytes, String uri) {
    /** No leading dot: neither {@code ..} nor hidden files. */
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,7}");

    public ModelFile {
        requireNonNull(path, "path is null");
        requireNonNull(uri, "uri is null");
        if (path.length() > 200 || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("path '%s' is not a plain relative path".formatted(path));
        }
        BlobRef.of(sha256, bytes);
    }

    /** The same content by its name in a blob store. */
    public BlobRef blob() {
        return BlobRef.of(sha256, bytes);
    }
}
