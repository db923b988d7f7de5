package dev.majlis.cappy.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.majlis.cappy.adaptation.Trainer;
import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.score.Awaited;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.ForwardedAnswer;
import dev.majlis.mesh.rest.ForwardedCall;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trainer's HTTP paths over {@code trainer.rest}, as the gateway reaches them. */
@ApplicationScoped
public class MeshTrainer implements Trainer {
    private static final Operation TRAINER = new Operation("trainer", "rest");

    private final Instance<Mesh> mesh;
    private final CappyConfig config;
    private final Clock clock;

    @Inject
    public MeshTrainer(Instance<Mesh> mesh, CappyConfig config, Clock clock) {
        this.mesh = mesh;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public JsonNode ask(
            String method, String path, JsonNode body, Map<String, String> headers, String tenant, Instant deadline) {
        Instant patience = clock.instant().plus(config.trainerTimeout());
        Instant until = patience.isBefore(deadline) ? patience : deadline;
        Map<String, List<String>> sent = new HashMap<>();
        headers.forEach((name, value) -> sent.put(name, List.of(value)));
        if (body != null) {
            sent.put("content-type", List.of("application/json"));
        }
        var call = new Call(
                RoutingSlip.of(Hop.to(TRAINER)),
                new ForwardedCall(method, path, null, sent, body == null ? null : Json.write(body)),
                ForwardedCall.SCHEMA,
                tenant,
                Optional.empty(),
                Optional.empty(),
                until,
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.empty());
        return body(answer(call, until));
    }

    private ForwardedAnswer answer(Call call, Instant until) {
        try {
            mesh.get().require(List.of(TRAINER));
            return Awaited.on(mesh.get().client().call(call), Optional.of(until), clock)
                    .as(ForwardedAnswer.class);
        } catch (MeshException e) {
            throw e.slug() == ProblemSlug.DEADLINE_EXCEEDED || e.slug() == ProblemSlug.OVERLOADED
                    ? Failures.trainerAbsent(e)
                    : e;
        }
    }

    private static JsonNode body(ForwardedAnswer answer) {
        byte[] body = answer.body() == null ? new byte[0] : answer.body();
        if (answer.status() >= 300) {
            String type = String.join("", answer.headers().getOrDefault("content-type", List.of()));
            throw type.startsWith(Problem.MEDIA_TYPE)
                    ? Json.read(body, Problem.class).toException()
                    : new MeshException(
                            ProblemSlug.MODEL_FAILED, "the trainer answered with status " + answer.status());
        }
        return body.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.read(body, JsonNode.class);
    }
}
