package dev.majlis.mesh.client;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import java.time.Instant;
import java.util.Optional;

/**
 * One request to the mesh.
 *
 * @param slip where it goes, first hop first; at least one
 * @param body JSON-serialisable object, or {@code byte[]} that already is JSON
 * @param schema name for {@code ce_dataschema}
 * @param tenant who asks
 * @param key record key; empty for the correlation id
 * @param subject model name or job id
 * @param deadline when the answer is of no use any more
 * @param priority interactive or batch
 * @param idempotencyKey of the client
 * @param correlationId to use; empty for a new UUIDv7
 */
public record Call(
        RoutingSlip slip,
        Object body,
        String schema,
        String tenant,
        Optional<String> key,
        Optional<String> subject,
        Instant deadline,
        Priority priority,
        Optional<String> idempotencyKey,
        Optional<String> correlationId) {

    public Call {
        requireNonNull(slip, "slip is null");
        requireNonNull(body, "body is null");
        requireNonNull(deadline, "deadline is null");
        if (slip.hops().isEmpty()) {
            throw new IllegalArgumentException("slip has no hop");
        }
    }

    /** A call of one hop for the tenant {@code default}. */
    public static Call of(Hop hop, Object body, String schema, Instant deadline) {
        return new Call(
                RoutingSlip.of(hop),
                body,
                schema,
                "default",
                Optional.empty(),
                Optional.empty(),
                deadline,
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.empty());
    }
}
