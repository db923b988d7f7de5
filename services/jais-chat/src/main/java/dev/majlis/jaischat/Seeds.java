package dev.majlis.jaischat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Seeds for requests that bring none. */
@FunctionalInterface
public interface Seeds {
    long next();

    /** The seed of a call over the mesh: a redelivery has the same correlation id and so writes the same answer (platform §2.4). */
    static long of(String correlationId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(correlationId.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
