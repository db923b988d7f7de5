package dev.majlis.trainer.job;

import dev.majlis.mesh.blob.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * An idempotency key, and what it was used for.
 *
 * @param key hash of tenant and the client's key
 * @param fingerprint hash of the body
 */
public record JobKey(String key, String fingerprint) {

    public static JobKey of(String tenant, String key, byte[] body) {
        byte[] text = "%d:%s:%s".formatted(tenant.length(), tenant, key).getBytes(StandardCharsets.UTF_8);
        return new JobKey(Sha256.hex(text), Sha256.hex(body));
    }
}
