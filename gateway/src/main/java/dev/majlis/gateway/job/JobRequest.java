package dev.majlis.gateway.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.gateway.answer.AnswerForm;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything needed to send a job's request again after a crash, as it is stored.
 *
 * @param hops of the routing slip
 * @param body of the request, JSON
 * @param schema of the body
 * @param subject model name or nothing
 * @param form of the answer
 */
public record JobRequest(List<StoredHop> hops, byte[] body, String schema, String subject, AnswerForm form) {

    /**
     * @param service and {@code operation}: who works
     * @param with parameters
     */
    public record StoredHop(String service, String operation, ObjectNode with) {}

    public JobRequest {
        hops = List.copyOf(hops);
    }

    public static JobRequest of(Call call, AnswerForm form) {
        List<StoredHop> hops = call.slip().hops().stream()
                .map(hop ->
                        new StoredHop(hop.operation().service(), hop.operation().name(), hop.parameters()))
                .toList();
        byte[] body = call.body() instanceof byte[] raw ? raw : Json.write(call.body());
        return new JobRequest(hops, body, call.schema(), call.subject().orElse(null), form);
    }

    /** The call; its correlation id is the job's id, so that sending it twice makes one job. */
    public Call call(String jobId, String tenant, Instant deadline) {
        List<Hop> slip = hops.stream()
                .map(hop -> new Hop(new Operation(hop.service(), hop.operation()), hop.with()))
                .toList();
        return new Call(
                new RoutingSlip(slip),
                body,
                schema,
                tenant,
                Optional.of(tenant + ":" + jobId),
                Optional.ofNullable(subject),
                deadline,
                Priority.BATCH,
                Optional.empty(),
                Optional.of(jobId));
    }
}
