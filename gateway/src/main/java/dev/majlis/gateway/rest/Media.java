package dev.majlis.gateway.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.Locale;

/** Media types of request bodies. */
final class Media {
    private Media() {}

    /** A body without a type is taken for JSON. */
    static void requireJson(Exchange exchange) {
        String type = exchange.header("Content-Type");
        if (type == null || type.startsWith("application/json")) {
            return;
        }
        String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals("application/json") && !bare.endsWith("+json")) {
            throw new MeshException(
                    ProblemSlug.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type: expected application/json, got '%s'"
                            .formatted(bare.length() > 60 ? bare.substring(0, 60) + "…" : bare));
        }
    }
}
