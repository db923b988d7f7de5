package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.host.HostedOperation;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Puts questions to experts of the mesh. Not a scatter: its calls share one deadline, and here each expert has a timeout and a time of
 * its own.
 */
@ApplicationScoped
public class MeshQuestions {
    private static final Logger LOG = Logger.getLogger(MeshQuestions.class);
    private static final int MOST_KNOWN = 4_096;

    private final Mesh mesh;
    /** Operations whose queue is known to exist. */
    private final Set<Operation> known = ConcurrentHashMap.newKeySet();

    @Inject
    public MeshQuestions(Mesh mesh) {
        this.mesh = mesh;
    }

    /** The answer's JSON, to be parsed by whoever waits; never throws. Cancelling tells the expert to stop. */
    CompletableFuture<Supplier<JsonNode>> ask(Endpoint endpoint, JsonNode question, String tenant, Instant until) {
        try {
            Operation operation = operation(endpoint);
            requireQueue(operation);
            Call call = new Call(
                    RoutingSlip.of(Hop.to(operation)),
                    question,
                    schema(endpoint),
                    tenant,
                    Optional.empty(),
                    Optional.empty(),
                    until,
                    Priority.INTERACTIVE,
                    Optional.empty(),
                    Optional.empty());
            var reply = mesh.client().call(call).toCompletableFuture();
            CompletableFuture<Supplier<JsonNode>> answer = reply.thenApply(received -> received::json);
            var unused = answer.whenComplete((body, failure) -> {
                if (answer.isCancelled()) {
                    reply.cancel(true);
                }
            });
            return answer;
        } catch (MeshException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            LOG.warnf(e, "an expert could not be asked");
            return CompletableFuture.failedFuture(CallFailures.unreachable("the mesh cannot be reached"));
        }
    }

    static Operation operation(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Hosted hosted) {
            return HostedOperation.of(hosted.model());
        }
        String name = endpoint instanceof Endpoint.MeshChat chat
                ? chat.operation()
                : endpoint instanceof Endpoint.MeshScore score
                        ? score.operation()
                        : endpoint instanceof Endpoint.MeshExpert expert ? expert.operation() : "";
        int dot = name.indexOf('.');
        try {
            return new Operation(name.substring(0, Math.max(0, dot)), name.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            throw CallFailures.unreachable("'" + name + "' names no operation: " + e.getMessage());
        }
    }

    private static String schema(Endpoint endpoint) {
        return endpoint instanceof Endpoint.MeshChat
                ? "chat-request"
                : endpoint instanceof Endpoint.MeshScore ? "score-request" : "expert-question";
    }

    private void requireQueue(Operation operation) {
        if (known.contains(operation)) {
            return;
        }
        mesh.require(List.of(operation));
        if (known.size() < MOST_KNOWN) {
            known.add(operation);
        }
    }
}
