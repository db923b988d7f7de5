package dev.majlis.gateway.rest;

import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.rest.RequestFacts;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One HTTP request and its response. Created and used on the request's event loop; {@link #run} brings work from other threads
 * back to it. Answers at most once.
 */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private final RoutingContext routing;
    private final Context context;
    private final RequestFacts facts;
    private final FailureClassifier failures;
    private Optional<Consumer<Boolean>> onEnd = Optional.empty();
    private String outcome = "ok";
    private boolean answered;

    /** @param done told outcome ({@code ok} or a problem slug) when the exchange is over */
    Exchange(RoutingContext routing, RequestFacts facts, FailureClassifier failures, Consumer<Exchange> done) {
        this.routing = routing;
        this.context = Vertx.currentContext();
        this.facts = facts;
        this.failures = failures;
        routing.addEndHandler(end -> {
            boolean disconnected = end.failed();
            if (disconnected) {
                outcome = "cancelled";
            }
            onEnd.ifPresent(handler -> handler.accept(disconnected));
            done.accept(this);
        });
    }

    RequestFacts facts() {
        return facts;
    }

    RoutingContext routing() {
        return routing;
    }

    HttpServerResponse response() {
        return routing.response();
    }

    String header(String name) {
        return routing.request().getHeader(name);
    }

    String outcome() {
        return outcome;
    }

    /** Runs on the event loop of this request. */
    void run(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(ignored -> work.run());
        }
    }

    /** @param handler told once at the end whether the client has gone before the answer was complete */
    void whenOver(Consumer<Boolean> handler) {
        onEnd = Optional.of(handler);
    }

    boolean answered() {
        return answered || response().ended() || response().closed();
    }

    void json(int status, byte[] body) {
        send(status, "application/json", body);
    }

    void send(int status, String mediaType, byte[] body) {
        if (answered()) {
            return;
        }
        answered = true;
        head();
        response().setStatusCode(status).putHeader("Content-Type", mediaType).end(Buffer.buffer(body));
    }

    /** Ends without a body. */
    void empty(int status) {
        if (answered()) {
            return;
        }
        answered = true;
        head();
        response().setStatusCode(status).end();
    }

    /** The failure in the shape that the path wants (platform §4.3). */
    void fail(Throwable failure) {
        if (answered()) {
            return;
        }
        MeshException translated = failures.translate(failure);
        failedWith(translated);
        if (translated.status() == 500) {
            LOG.errorf(failure, "request failed: traceId=%s", facts.traceId());
        }
        ProblemMapper.Answer answer = ProblemMapper.answer(translated, facts.path(), facts.traceId());
        answer.retryAfterSeconds().ifPresent(seconds -> response().putHeader("Retry-After", Long.toString(seconds)));
        send(answer.status(), answer.mediaType(), answer.body());
    }

    /** Notes why it failed, for log and metrics. */
    MeshException failedWith(Throwable failure) {
        MeshException translated = failures.translate(failure);
        outcome = translated.slug().slug();
        return translated;
    }

    /** Notes the outcome of an answer that another service has written. */
    void noteStatus(int status) {
        if (status >= 400) {
            outcome = "http-" + status / 100 + "xx";
        }
    }

    /** Writes the head of an event stream (platform §4.4). */
    void startEvents() {
        answered = true;
        head();
        response()
                .setStatusCode(200)
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no");
    }

    private void head() {
        response().putHeader(RequestFacts.REQUEST_ID, facts.requestId());
    }
}
