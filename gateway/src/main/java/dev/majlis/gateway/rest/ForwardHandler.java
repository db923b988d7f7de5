package dev.majlis.gateway.rest;

import dev.majlis.gateway.admission.Admission;
import dev.majlis.gateway.admission.Permit;
import dev.majlis.gateway.answer.AnswerForm;
import dev.majlis.gateway.config.GatewayConfig;
import dev.majlis.gateway.forward.Services;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.JsonText;
import dev.majlis.mesh.rest.ForwardedAnswer;
import dev.majlis.mesh.rest.ForwardedCall;
import dev.majlis.mesh.telemetry.Telemetry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Paths of services, carried over Kafka as request and reply: {@code /<name>/v1/**}, and the rerank, score and Open Inference
 * Protocol paths of the scorer. A client that accepts {@code text/event-stream} gets the service's events as they come.
 */
@ApplicationScoped
public class ForwardHandler {
    /** Written by this gateway, or about this connection alone. */
    private static final Set<String> OWN_HEADERS =
            Set.of("x-request-id", "content-length", "date", "server", "transfer-encoding", "connection");

    private static final String FOE = "foe";

    private final Services services;
    private final MeshClient mesh;
    private final Dispatch dispatch;
    private final Admission admission;
    private final Telemetry telemetry;
    private final GatewayConfig config;
    private final Ids ids;

    @Inject
    public ForwardHandler(
            Services services,
            MeshClient mesh,
            Dispatch dispatch,
            Admission admission,
            Telemetry telemetry,
            GatewayConfig config,
            Ids ids) {
        this.services = services;
        this.mesh = mesh;
        this.dispatch = dispatch;
        this.admission = admission;
        this.telemetry = telemetry;
        this.config = config;
        this.ids = ids;
    }

    void toScorer(Exchange exchange, byte[] body) {
        forward(exchange, services.scorer(), exchange.routing().request().path(), body);
    }

    /** {@code /foe/v2/**} is the Open Inference Protocol of the pools; {@code /v2/**} is the scorer's. */
    void toFoeInference(Exchange exchange, byte[] body) {
        forward(
                exchange,
                services.named(FOE),
                exchange.routing().request().path().substring(FOE.length() + 1),
                body);
    }

    /** The first segment of the path names the service. */
    void toNamed(Exchange exchange, byte[] body) {
        forward(
                exchange,
                services.named(exchange.routing().pathParam("service")),
                exchange.routing().request().path(),
                body);
    }

    /** @param path at the service */
    private void forward(Exchange exchange, Operation operation, String path, byte[] body) {
        String type = exchange.header("Content-Type");
        if (type != null && type.contains("json")) {
            JsonText.requireUnicode(body);
        }
        Call call = call(exchange, operation, path, body);
        Permit permit = enter(operation, call);
        if (wantsEvents(exchange, body)) {
            mesh.stream(call).subscribe(new ForwardedStream(exchange, permit::close));
            return;
        }
        dispatch.run(
                exchange,
                operation + " " + exchange.facts().path(),
                operation.service(),
                body,
                call,
                new AnswerForm.Forwarded(),
                permit);
    }

    private Call call(Exchange exchange, Operation operation, String path, byte[] body) {
        HttpServerRequest request = exchange.routing().request();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : request.headers().names()) {
            headers.put(name.toLowerCase(Locale.ROOT), request.headers().getAll(name));
        }
        headers.put("x-request-id", List.of(exchange.facts().requestId()));
        ForwardedCall forwarded = new ForwardedCall(
                request.method().name(), path, request.query(), headers, body.length == 0 ? null : body);
        return new Call(
                RoutingSlip.of(Hop.to(operation)),
                forwarded,
                ForwardedCall.SCHEMA,
                exchange.facts().tenant(),
                Optional.of(exchange.facts().tenant() + ":" + exchange.facts().requestId()),
                Optional.empty(),
                exchange.facts().deadlineOr(config.deadline()),
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.of(ids.get()));
    }

    private Permit enter(Operation operation, Call call) {
        try {
            return admission.enter(operation.toString(), config.maxInFlight(), call.deadline());
        } catch (MeshException e) {
            telemetry.metrics().admissionRejected("gateway", e.slug().slug());
            throw e;
        }
    }

    /** OpenAI clients ask for a stream in the body, browsers in the header. */
    private static boolean wantsEvents(Exchange exchange, byte[] body) {
        String accept = exchange.header("Accept");
        if (accept != null && accept.contains("text/event-stream")) {
            return true;
        }
        return indexOf(body, "\"stream\"") >= 0 && StreamFlag.set(body);
    }

    private static int indexOf(byte[] body, String word) {
        byte[] wanted = word.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int at = 0; at + wanted.length <= body.length; at++) {
            if (Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    static void write(Exchange exchange, Reply reply) {
        write(exchange, reply.as(ForwardedAnswer.class));
    }

    static void write(Exchange exchange, ForwardedAnswer answer) {
        if (exchange.answered()) {
            return;
        }
        head(exchange, answer.status(), answer.headers());
        if (answer.body() == null) {
            exchange.empty(answer.status());
        } else {
            String type = answer.headers()
                    .getOrDefault("content-type", List.of("application/octet-stream"))
                    .get(0);
            exchange.send(answer.status(), type, answer.body());
        }
    }

    static void head(Exchange exchange, int status, Map<String, List<String>> headers) {
        headers.forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name)) {
                exchange.response().putHeader(name, values);
            }
        });
        exchange.noteStatus(status);
    }
}
