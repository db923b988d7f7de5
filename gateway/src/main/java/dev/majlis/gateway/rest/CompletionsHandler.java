package dev.majlis.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.gateway.admission.Admission;
import dev.majlis.gateway.admission.Permit;
import dev.majlis.gateway.answer.AnswerForm;
import dev.majlis.gateway.chat.AnswerContext;
import dev.majlis.gateway.chat.CallPlan;
import dev.majlis.gateway.chat.CompletionRequest;
import dev.majlis.gateway.chat.Endpoint;
import dev.majlis.gateway.chat.LastEventId;
import dev.majlis.gateway.chat.RequestReader;
import dev.majlis.gateway.chat.SseEvent;
import dev.majlis.gateway.chat.StreamWriter;
import dev.majlis.gateway.config.GatewayConfig;
import dev.majlis.gateway.rest.Idempotency.Claim;
import dev.majlis.gateway.rest.Idempotency.Paths;
import dev.majlis.gateway.route.LiveRoutes;
import dev.majlis.gateway.route.Route;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /v1/chat/completions} and {@code /v1/completions}: the hot path, all of it on the event loop. */
@ApplicationScoped
public class CompletionsHandler {
    private final LiveRoutes routes;
    private final Admission admission;
    private final MeshClient mesh;
    private final ResumeGrace grace;
    private final Dispatch dispatch;
    private final Idempotency idempotency;
    private final Telemetry telemetry;
    private final Vertx vertx;
    private final GatewayConfig config;
    private final Supplier<String> ids;

    @Inject
    public CompletionsHandler(
            LiveRoutes routes,
            Admission admission,
            MeshClient mesh,
            ResumeGrace grace,
            Dispatch dispatch,
            Idempotency idempotency,
            Telemetry telemetry,
            Vertx vertx,
            GatewayConfig config,
            Ids ids) {
        this.routes = routes;
        this.admission = admission;
        this.mesh = mesh;
        this.grace = grace;
        this.dispatch = dispatch;
        this.idempotency = idempotency;
        this.telemetry = telemetry;
        this.vertx = vertx;
        this.config = config;
        this.ids = ids;
    }

    void chat(Exchange exchange, byte[] body) {
        handle(exchange, Endpoint.CHAT, body);
    }

    void completions(Exchange exchange, byte[] body) {
        handle(exchange, Endpoint.COMPLETIONS, body);
    }

    private void handle(Exchange exchange, Endpoint endpoint, byte[] body) {
        Media.requireJson(exchange);
        CompletionRequest request = RequestReader.read(endpoint, body);
        Route route = routes.state().book().find(request.model());
        String lastEvent = exchange.header("Last-Event-ID");
        if (lastEvent != null) {
            resume(exchange, request, route, LastEventId.parse(lastEvent));
            return;
        }
        String correlationId = ids.get();
        Call call = call(exchange, route, request, correlationId);
        Permit permit = enter(route, call.deadline());
        AnswerContext context = context(request, route, correlationId);
        if (request.stream()) {
            stream(exchange, request, body, call, context, permit);
        } else {
            dispatch.run(
                    exchange,
                    "gateway." + endpoint.parameter(),
                    route.name(),
                    body,
                    call,
                    new AnswerForm.Completion(context),
                    permit);
        }
    }

    private void stream(
            Exchange exchange,
            CompletionRequest request,
            byte[] body,
            Call call,
            AnswerContext context,
            Permit permit) {
        Optional<String> key = idempotency.key(exchange);
        if (key.isEmpty()) {
            stream(exchange, call, context, permit, request.majlis().resumable(), Claim.NONE);
            return;
        }
        idempotency.begin(
                exchange,
                key.get(),
                "gateway." + request.endpoint().parameter(),
                body,
                context.correlationId(),
                new Paths() {
                    @Override
                    public void fresh(Claim claim) {
                        stream(exchange, call, context, permit, true, claim);
                    }

                    @Override
                    public boolean join(String owner) {
                        permit.close();
                        AnswerContext joined = context.withCorrelationId(owner);
                        mesh.resume(owner, 0).subscribe(events(exchange, joined, -1, true, Claim.NONE, () -> {}));
                        return true;
                    }

                    @Override
                    public void replay(StoredAnswer answer) {
                        permit.close();
                        replayed(exchange, context, answer);
                    }
                });
    }

    private void stream(Exchange exchange, Call call, AnswerContext context, Permit permit, boolean keep, Claim claim) {
        mesh.stream(call).subscribe(events(exchange, context, -1, keep, claim, permit::close));
    }

    /** A stored answer as a stream: the whole text at once. */
    private static void replayed(Exchange exchange, AnswerContext context, StoredAnswer answer) {
        if (answer.status() != 200) {
            exchange.send(answer.status(), answer.contentType(), answer.body());
            return;
        }
        JsonNode reply = Json.read(answer.body(), JsonNode.class);
        exchange.startEvents();
        Buffer events = Buffer.buffer();
        new StreamWriter(context)
                .end(new Chunk(0, 0, "", 0, null, null, null, null, reply))
                .forEach(event -> events.appendBytes(event.bytes()));
        exchange.response().end(events);
    }

    private EventStream events(
            Exchange exchange, AnswerContext context, long after, boolean keep, Claim claim, Runnable over) {
        return new EventStream(
                vertx,
                exchange,
                rendering(context, claim),
                after,
                config.ping().toMillis(),
                () -> keep && grace.begin(context.correlationId()),
                () -> {
                    over.run();
                    grace.end(context.correlationId());
                });
    }

    private void resume(Exchange exchange, CompletionRequest request, Route route, LastEventId from) {
        if (!request.stream()) {
            throw new MeshException(
                    ProblemSlug.INVALID_REQUEST, "Last-Event-ID: only a request with stream can resume");
        }
        boolean keep = request.majlis().resumable();
        Permit permit = enter(route, exchange.facts().deadlineOr(deadline(route)));
        grace.end(from.correlationId());
        mesh.resume(from.correlationId(), 0)
                .subscribe(events(
                        exchange,
                        context(request, route, from.correlationId()),
                        from.seq(),
                        keep,
                        Claim.NONE,
                        permit::close));
    }

    private Permit enter(Route route, Instant deadline) {
        try {
            return admission.enter(route.lane(), route.limits().maxInFlight().orElse(config.maxInFlight()), deadline);
        } catch (MeshException e) {
            telemetry.metrics().admissionRejected("gateway", e.slug().slug());
            throw e;
        }
    }

    private Call call(Exchange exchange, Route route, CompletionRequest request, String correlationId) {
        CallPlan plan = CallPlan.of(route, request);
        return new Call(
                plan.slip(),
                plan.body(),
                request.endpoint().schema(),
                exchange.facts().tenant(),
                Optional.of(exchange.facts().tenant() + ":" + exchange.facts().requestId()),
                Optional.of(route.name()),
                exchange.facts().deadlineOr(deadline(route)),
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.of(correlationId));
    }

    private Duration deadline(Route route) {
        return route.limits().deadline().orElse(config.deadline());
    }

    private static AnswerContext context(CompletionRequest request, Route route, String correlationId) {
        return new AnswerContext(
                request.endpoint(),
                route.name(),
                route.judged(),
                route.foe(),
                correlationId,
                request.includeUsage(),
                request.majlis().candidates(),
                request.majlis().events());
    }

    private static EventStream.Rendering rendering(AnswerContext context, Claim claim) {
        StreamWriter writer = new StreamWriter(context);
        return new EventStream.Rendering() {
            @Override
            public List<SseEvent> item(StreamItem item) {
                if (item instanceof StreamItem.End end) {
                    claim.done(new StoredAnswer(
                            200, "application/json", end.reply().body()));
                    return writer.end(end.chunk());
                }
                return writer.chunk(((StreamItem.Delta) item).chunk());
            }

            @Override
            public SseEvent error(MeshException failure) {
                return StreamWriter.error(failure);
            }

            @Override
            public void failed(MeshException failure) {
                claim.failed(failure);
            }
        };
    }
}
