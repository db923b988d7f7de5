package dev.majlis.jaischat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The seed of a request that brings none: from what names the request, so that the same request, delivered again, writes the same
 * answer and a stream can be taken up where it broke (platform §2.4).
 */
public final class Seeds {
    private Seeds() {}

    /**
     * The first 64 bits of the SHA-256 of a name.
     *
     * @param name the idempotency key with its tenant, else the correlation id or the request id
     */
    public static long of(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
