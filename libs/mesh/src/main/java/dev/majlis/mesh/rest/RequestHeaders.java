package dev.majlis.mesh.rest;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the mesh's request headers (platform §4.3); plain Java, so that routes outside JAX-RS use the same rules. */
public final class RequestHeaders {
    /** Longest time a client may ask for. */
    public static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private final Clock clock;
    private final Supplier<String> ids;

    /** @param ids new UUID strings, for requests that bring no id */
    public RequestHeaders(Clock clock, Supplier<String> ids) {
        this.clock = requireNonNull(clock, "clock is null");
        this.ids = requireNonNull(ids, "ids is null");
    }

    /**
     * Never fails; {@link #deadline} does.
     *
     * @param header value by name, null when absent
     * @param spanTraceId trace id of the current span, if there is one
     */
    public RequestFacts facts(String path, UnaryOperator<String> header, Optional<String> spanTraceId) {
        String requestId = word(header.apply(RequestFacts.REQUEST_ID)).orElseGet(ids);
        String traceId = spanTraceId
                .or(() -> traceId(header.apply("traceparent")))
                .orElseGet(() -> ids.get().replace("-", ""));
        String tenant = word(header.apply(RequestFacts.TENANT)).orElse("default");
        return new RequestFacts(requestId, traceId, tenant, path, clock.instant(), Optional.empty());
    }

    /**
     * The facts with the client's deadline.
     *
     * @param timeout value of {@code X-Request-Timeout-Ms}, or null
     * @throws MeshException {@code invalid-request} when it is no positive whole number
     */
    public RequestFacts deadline(RequestFacts facts, String timeout) {
        if (timeout == null) {
            return facts;
        }
        long millis;
        try {
            millis = Long.parseLong(timeout.strip());
        } catch (NumberFormatException e) {
            millis = 0;
        }
        if (millis < 1) {
            throw new MeshException(
                    ProblemSlug.INVALID_REQUEST,
                    RequestFacts.TIMEOUT + ": expected milliseconds from 1 to " + MAX_TIMEOUT.toMillis());
        }
        Instant deadline = facts.received().plusMillis(Math.min(millis, MAX_TIMEOUT.toMillis()));
        return new RequestFacts(
                facts.requestId(),
                facts.traceId(),
                facts.tenant(),
                facts.path(),
                facts.received(),
                Optional.of(deadline));
    }

    private static Optional<String> word(String value) {
        return Optional.ofNullable(value).filter(text -> WORD.matcher(text).matches());
    }

    private static Optional<String> traceId(String traceParent) {
        if (traceParent == null) {
            return Optional.empty();
        }
        Matcher matcher = TRACE_PARENT.matcher(traceParent);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
