package dev.majlis.mesh.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.JsonText;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Refuses bodies above {@link RestConfig#maxBody()}: by {@code Content-Length} before a byte is read, and a body of unknown
 * length while it is read. JSON bodies must be Unicode ({@link JsonText}).
 */
@Provider
@ApplicationScoped
public class BodyLimit implements ReaderInterceptor {
    /** Before Quarkus's own limit, which answers without a body. */
    private static final int BEFORE_ALL = 1_000;

    private final RestConfig config;
    private final RequestHeaders headers;

    @Inject
    public BodyLimit(RestConfig config, RequestHeaders headers) {
        this.config = config;
        this.headers = headers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseByLength, BEFORE_ALL);
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        long limit = limit();
        byte[] body = context.getInputStream().readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, limit + 1));
        if (body.length > limit) {
            throw tooLarge("more than " + limit, limit);
        }
        if (context.getMediaType() != null
                && context.getMediaType().getSubtype().endsWith("json")) {
            JsonText.requireUnicode(body);
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }

    private void refuseByLength(RoutingContext routing) {
        long length = contentLength(routing);
        if (length <= limit()) {
            routing.next();
            return;
        }
        SpanContext span = Span.current().getSpanContext();
        String path = routing.request().path();
        RequestFacts facts = headers.facts(
                path, routing.request()::getHeader, span.isValid() ? Optional.of(span.getTraceId()) : Optional.empty());
        ProblemMapper.Answer answer =
                ProblemMapper.answer(tooLarge(Long.toString(length), limit()), path, facts.traceId());
        routing.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", answer.mediaType())
                .putHeader(RequestFacts.REQUEST_ID, facts.requestId())
                .end(Buffer.buffer(answer.body()));
    }

    private long limit() {
        return config.maxBody().asLongValue();
    }

    private static MeshException tooLarge(String seen, long limit) {
        return new MeshException(
                ProblemSlug.PAYLOAD_TOO_LARGE, "body is %s bytes, the limit is %d bytes".formatted(seen, limit));
    }

    private static long contentLength(RoutingContext routing) {
        String length = routing.request().getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
