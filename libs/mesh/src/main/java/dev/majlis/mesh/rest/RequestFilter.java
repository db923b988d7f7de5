package dev.majlis.mesh.rest;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Request id, trace id, tenant and deadline on the way in; {@code X-Request-Id}, {@code traceparent} and one log line on the
 * way out. The log line never holds a query, a header or a body.
 */
@ApplicationScoped
public class RequestFilter {
    private static final Logger LOG = Logger.getLogger("dev.majlis.request");

    private final RequestHeaders headers;
    private final Clock clock;
    private final CurrentRequest current;

    @Inject
    public RequestFilter(RequestHeaders headers, Clock clock, CurrentRequest current) {
        this.headers = headers;
        this.clock = clock;
        this.current = current;
    }

    /** Runs before matching, so that errors of matching have a request id too. */
    @ServerRequestFilter(preMatching = true, priority = 0)
    public void in(ContainerRequestContext request) {
        SpanContext span = Span.current().getSpanContext();
        RequestFacts facts = headers.facts(
                request.getUriInfo().getRequestUri().getRawPath(),
                request::getHeaderString,
                span.isValid() ? Optional.of(span.getTraceId()) : Optional.empty());
        remember(request, facts);
        remember(request, headers.deadline(facts, request.getHeaderString(RequestFacts.TIMEOUT)));
    }

    @ServerResponseFilter(priority = 0)
    public void out(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(RequestFacts.PROPERTY) instanceof RequestFacts facts)) {
            return;
        }
        response.getHeaders().putSingle(RequestFacts.REQUEST_ID, facts.requestId());
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            response.getHeaders()
                    .putSingle(
                            "traceparent",
                            "00-%s-%s-%s"
                                    .formatted(
                                            span.getTraceId(),
                                            span.getSpanId(),
                                            span.getTraceFlags().asHex()));
        }
        LOG.infof(
                "%s %s status=%d ms=%d requestId=%s traceId=%s tenant=%s",
                request.getMethod(),
                facts.path(),
                response.getStatus(),
                Duration.between(facts.received(), clock.instant()).toMillis(),
                facts.requestId(),
                facts.traceId(),
                facts.tenant());
    }

    private void remember(ContainerRequestContext request, RequestFacts facts) {
        request.setProperty(RequestFacts.PROPERTY, facts);
        current.set(facts);
    }
}
