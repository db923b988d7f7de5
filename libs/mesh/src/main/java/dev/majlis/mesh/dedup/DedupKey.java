package dev.majlis.mesh.dedup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.blob.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Name of one request of one tenant to one operation: SHA-256(tenant ‖ operation ‖ idempotency key), platform §2.5. Each part is
 * preceded by its length, so that no two triples share a name; the client's own words are not stored.
 *
 * @param hash 64 lower-case hexadecimal digits
 */
public record DedupKey(String hash) {
    public DedupKey {
        requireNonNull(hash, "hash is null");
        if (hash.length() != 64) {
            throw new IllegalArgumentException("hash has %d characters, not 64".formatted(hash.length()));
        }
    }

    /** @param idempotencyKey of the client, 1 to 255 characters */
    public static DedupKey of(String tenant, String operation, String idempotencyKey) {
        if (idempotencyKey.isEmpty() || idempotencyKey.length() > 255) {
            throw new IllegalArgumentException(
                    "idempotency key has %d characters, 1 to 255 are allowed".formatted(idempotencyKey.length()));
        }
        MessageDigest digest = Sha256.digest();
        for (String part : new String[] {tenant, operation, idempotencyKey}) {
            byte[] bytes = part.getBytes(UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        return new DedupKey(HexFormat.of().formatHex(digest.digest()));
    }
}
