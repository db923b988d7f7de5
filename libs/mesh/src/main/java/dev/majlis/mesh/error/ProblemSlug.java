package dev.majlis.mesh.error;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of problem of the mesh, with their default HTTP status (platform §4.3). */
public enum ProblemSlug {
    INVALID_REQUEST(400, false, "Invalid request"),
    UNAUTHENTICATED(401, false, "Unauthenticated"),
    FORBIDDEN(403, false, "Forbidden"),
    UNKNOWN_MODEL(404, false, "Unknown model"),
    NOT_FOUND(404, false, "Not found"),
    REQUEST_IN_PROGRESS(409, true, "Request in progress"),
    PAYLOAD_TOO_LARGE(413, false, "Payload too large"),
    UNSUPPORTED_MEDIA_TYPE(415, false, "Unsupported media type"),
    IDEMPOTENCY_CONFLICT(422, false, "Idempotency conflict"),
    UNPROCESSABLE_INPUT(422, false, "Unprocessable input"),
    RATE_LIMITED(429, true, "Rate limited"),
    CANCELLED(499, false, "Cancelled"),
    INTERNAL(500, false, "Internal error"),
    MODEL_FAILED(502, true, "Model failed"),
    OVERLOADED(503, true, "Overloaded"),
    MODEL_LOADING(503, true, "Model loading"),
    DEADLINE_EXCEEDED(504, true, "Deadline exceeded"),
    STREAM_GAP(502, true, "Stream gap"),
    MALFORMED_ENVELOPE(400, false, "Malformed envelope");

    private final int status;
    private final boolean retryable;
    private final String title;

    ProblemSlug(int status, boolean retryable, String title) {
        this.status = status;
        this.retryable = retryable;
        this.title = title;
    }

    /** The word on the wire, for example {@code unknown-model}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public boolean retryable() {
        return retryable;
    }

    public String title() {
        return title;
    }

    public static Optional<ProblemSlug> of(String slug) {
        return Arrays.stream(values())
                .filter(value -> value.slug().equals(slug))
                .findFirst();
    }
}
