package dev.majlis.nn.classify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 64 bits of the SHA-256 of an input, by which the same input is known in two splits. */
public final class InputHash {
    private InputHash() {}

    /** Never 0, which stands for unknown. White space at both ends does not count. */
    public static long of(String input) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(input.strip().getBytes(StandardCharsets.UTF_8));
            long hash = ByteBuffer.wrap(digest).getLong();
            return hash == 0 ? 1 : hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
