package dev.majlis.mesh.blob;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as lower-case hexadecimal. */
public final class Sha256 {
    private Sha256() {}

    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @throws MeshException {@code internal} when length or digest differ from the reference */
    static byte[] verified(BlobRef ref, byte[] content) {
        if (content.length != ref.bytes() || !hex(content).equals(ref.sha256())) {
            throw new MeshException(
                    ProblemSlug.INTERNAL, "stored body %s is damaged: %d bytes".formatted(ref.path(), content.length));
        }
        return content;
    }
}
