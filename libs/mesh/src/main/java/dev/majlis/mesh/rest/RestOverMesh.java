package dev.majlis.mesh.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The JSON paths of another service over {@code <service>.rest}, as the gateway reaches them. Thread-safe; blocks. */
public final class RestOverMesh {
    /** The mesh itself says that a deadline has passed; this is for when it cannot. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Supplier<Mesh> mesh;
    private final Operation operation;
    private final Clock clock;

    /** @param mesh asked for at the first call */
    public RestOverMesh(Supplier<Mesh> mesh, String service, Clock clock) {
        this.mesh = requireNonNull(mesh, "mesh is null");
        this.operation = new Operation(service, "rest");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Asks and waits.
     *
     * @param body null for none
     * @return an empty object where the answer has no body
     * @throws MeshException as the service failed; {@code deadline-exceeded} or {@code overloaded} when it does not answer
     */
    public JsonNode ask(
            String method, String path, JsonNode body, Map<String, String> headers, String tenant, Instant deadline) {
        Map<String, List<String>> sent = new HashMap<>();
        headers.forEach((name, value) -> sent.put(name, List.of(value)));
        if (body != null) {
            sent.put("content-type", List.of("application/json"));
        }
        var call = new Call(
                RoutingSlip.of(Hop.to(operation)),
                new ForwardedCall(method, path, null, sent, body == null ? null : Json.write(body)),
                ForwardedCall.SCHEMA,
                tenant,
                Optional.empty(),
                Optional.empty(),
                deadline,
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.empty());
        return body(answer(call, deadline));
    }

    private ForwardedAnswer answer(Call call, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline).plus(GRACE);
        try {
            mesh.get().require(List.of(operation));
            return mesh.get()
                    .client()
                    .call(call)
                    .toCompletableFuture()
                    .get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)
                    .as(ForwardedAnswer.class);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MeshException failure
                    ? failure
                    : new MeshException(ProblemSlug.OVERLOADED, operation + " cannot be asked", e.getCause());
        } catch (TimeoutException e) {
            throw new MeshException(ProblemSlug.DEADLINE_EXCEEDED, operation + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "stopped while waiting for " + operation, e);
        }
    }

    private JsonNode body(ForwardedAnswer answer) {
        byte[] body = answer.body() == null ? new byte[0] : answer.body();
        if (answer.status() >= 300) {
            String type = String.join("", answer.headers().getOrDefault("content-type", List.of()));
            throw type.startsWith(Problem.MEDIA_TYPE)
                    ? Json.read(body, Problem.class).toException()
                    : new MeshException(
                            ProblemSlug.MODEL_FAILED, operation + " answered with status " + answer.status());
        }
        return body.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.read(body, JsonNode.class);
    }
}
