package dev.majlis.mesh.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the rim knows of one HTTP request before any resource sees it (platform §4.3).
 *
 * @param requestId {@code X-Request-Id} of the client when it is well formed, else ours
 * @param traceId 32 hexadecimal digits; of the span, else of {@code traceparent}, else new
 * @param tenant who asks; {@code default} when the caller named none
 * @param path without query
 * @param received when the request came in
 * @param deadline from {@code X-Request-Timeout-Ms}, at most 600 s after {@code received}; empty when the client set none
 */
public record RequestFacts(
        String requestId, String traceId, String tenant, String path, Instant received, Optional<Instant> deadline) {

    /** Property of the JAX-RS request context under which the filter leaves the facts. */
    public static final String PROPERTY = "majlis.request";

    public static final String REQUEST_ID = "X-Request-Id";
    public static final String TIMEOUT = "X-Request-Timeout-Ms";
    public static final String TENANT = "X-Majlis-Tenant";

    /** The client's deadline, or {@code otherwise} after the request came in. */
    public Instant deadlineOr(Duration otherwise) {
        return deadline.orElseGet(() -> received.plus(otherwise));
    }
}
