package dev.majlis.gateway.rest;

import dev.majlis.gateway.config.GatewayConfig;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.rest.RequestFacts;
import dev.majlis.mesh.rest.RequestHeaders;
import dev.majlis.mesh.rest.RestConfig;
import dev.majlis.mesh.telemetry.Telemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What every request goes through on its way in and out: request id, trace id, tenant, deadline, body limit, one line of log, one
 * count. Written for the event loop: no request scope, no copy of the body.
 */
@ApplicationScoped
public class Edge {
    private static final Logger LOG = Logger.getLogger("dev.majlis.request");

    private final RequestHeaders headers;
    private final FailureClassifier failures;
    private final Telemetry telemetry;
    private final Clock clock;
    private final long maxBody;
    private final boolean accessLog;

    @Inject
    public Edge(
            RequestHeaders headers,
            FailureClassifier failures,
            Telemetry telemetry,
            Clock clock,
            RestConfig rest,
            GatewayConfig config) {
        this.headers = headers;
        this.failures = failures;
        this.telemetry = telemetry;
        this.clock = clock;
        this.maxBody = rest.maxBody().asLongValue();
        this.accessLog = config.accessLog();
    }

    /** A handler for a path whose body is read whole first; {@code surface} is the label of its metrics. */
    Handler<RoutingContext> with(String surface, Handling handling) {
        return routing -> {
            Exchange exchange = open(surface, routing);
            if (exchange != null) {
                readBody(exchange, handling);
            }
        };
    }

    private Exchange open(String surface, RoutingContext routing) {
        HttpServerRequest request = routing.request();
        SpanContext span = Span.current().getSpanContext();
        RequestFacts facts = headers.facts(
                request.path(), request::getHeader, span.isValid() ? Optional.of(span.getTraceId()) : Optional.empty());
        try {
            RequestFacts timed = headers.deadline(facts, request.getHeader(RequestFacts.TIMEOUT));
            return new Exchange(routing, timed, failures, exchange -> over(surface, exchange));
        } catch (MeshException e) {
            new Exchange(routing, facts, failures, exchange -> over(surface, exchange)).fail(e);
            return null;
        }
    }

    private void readBody(Exchange exchange, Handling handling) {
        HttpServerRequest request = exchange.routing().request();
        Buffer[] body = {null};
        request.exceptionHandler(gone -> {});
        request.handler(part -> {
            if (exchange.answered()) {
                return;
            }
            body[0] = body[0] == null ? part : body[0].appendBuffer(part);
            if (body[0].length() > maxBody) {
                exchange.response().putHeader("Connection", "close");
                exchange.fail(new MeshException(
                        ProblemSlug.PAYLOAD_TOO_LARGE,
                        "body is more than %d bytes, the limit is %d bytes".formatted(maxBody, maxBody)));
            }
        });
        request.endHandler(end -> {
            if (exchange.answered()) {
                return;
            }
            try {
                handling.handle(exchange, body[0] == null ? new byte[0] : body[0].getBytes());
            } catch (RuntimeException e) {
                exchange.fail(e);
            }
        });
    }

    private void over(String surface, Exchange exchange) {
        RequestFacts facts = exchange.facts();
        telemetry.metrics().request("gateway." + surface, facts.tenant(), exchange.outcome());
        if (accessLog) {
            LOG.infof(
                    "%s %s status=%d outcome=%s ms=%d requestId=%s traceId=%s tenant=%s",
                    exchange.routing().request().method(),
                    facts.path(),
                    exchange.response().getStatusCode(),
                    exchange.outcome(),
                    Duration.between(facts.received(), clock.instant()).toMillis(),
                    facts.requestId(),
                    facts.traceId(),
                    facts.tenant());
        }
    }
}
