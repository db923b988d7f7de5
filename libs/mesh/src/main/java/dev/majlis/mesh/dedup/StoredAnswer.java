package dev.majlis.mesh.dedup;

import static java.util.Objects.requireNonNull;

/**
 * An answer kept for repeated requests.
 *
 * @param status HTTP status it was given with
 * @param contentType media type of the body
 * @param body as it was sent
 */
public record StoredAnswer(int status, String contentType, byte[] body) {
    public StoredAnswer {
        requireNonNull(contentType, "contentType is null");
        requireNonNull(body, "body is null");
    }
}
