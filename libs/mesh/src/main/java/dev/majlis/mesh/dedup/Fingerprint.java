package dev.majlis.mesh.dedup;

import dev.majlis.mesh.blob.Sha256;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.CanonicalJson;

/** Tells equal bodies from different ones: SHA-256 of the canonical JSON, so that field order and white space do not matter. */
public final class Fingerprint {
    private Fingerprint() {}

    /** A body that is no JSON stands for itself. */
    public static String of(byte[] body) {
        try {
            return Sha256.hex(CanonicalJson.of(body));
        } catch (MeshException e) {
            return Sha256.hex(body);
        }
    }
}
