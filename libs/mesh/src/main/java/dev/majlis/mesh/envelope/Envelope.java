package dev.majlis.mesh.envelope;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A record of the mesh: CloudEvents 1.0 attributes, the mesh's own headers and the body (platform §1).
 *
 * @param id {@code ce_id}, UUIDv7; a redelivery keeps it
 * @param source {@code /majlis/<service>/<instance>}
 * @param type {@code majlis.<service>.<operation>.<kind>.v<major>}
 * @param time when it was made, milliseconds
 * @param subject model name or job id
 * @param contentType media type of the body
 * @param dataSchema {@code urn:majlis:schema:<name>:<major>}
 * @param tenant who asks
 * @param key record key
 * @param replyTo where to answer; requests only
 * @param deadline after which the answer is of no use
 * @param idempotencyKey of the client
 * @param priority interactive or batch
 * @param attempt 0 for the first try
 * @param slip hops still to go, the current one first
 * @param streamSeq on a chunk its number; on a request the first number to use, which also asks for chunks
 * @param streamEnd last record of a stream
 * @param error problem slug of an error reply
 * @param replayOf id of the original of a replayed record
 * @param trace {@code traceparent}, {@code tracestate}, {@code baggage}
 * @param extra headers that are not ours, forwarded untouched
 * @param body payload alone
 */
public record Envelope(
        String id,
        String source,
        String type,
        Instant time,
        Optional<String> subject,
        String contentType,
        String dataSchema,
        String tenant,
        Optional<String> key,
        Optional<ReplyAddress> replyTo,
        Optional<Instant> deadline,
        Optional<String> idempotencyKey,
        Priority priority,
        int attempt,
        RoutingSlip slip,
        Optional<Long> streamSeq,
        boolean streamEnd,
        Optional<String> error,
        Optional<String> replayOf,
        Map<String, String> trace,
        Map<String, byte[]> extra,
        byte[] body) {

    public Envelope {
        trace = Map.copyOf(trace);
        extra = Map.copyOf(extra);
    }

    /** The same record as part of another span. */
    public Envelope withTrace(Map<String, String> newTrace) {
        return new Envelope(
                id,
                source,
                type,
                time,
                subject,
                contentType,
                dataSchema,
                tenant,
                key,
                replyTo,
                deadline,
                idempotencyKey,
                priority,
                attempt,
                slip,
                streamSeq,
                streamEnd,
                error,
                replayOf,
                newTrace,
                extra,
                body);
    }

    /** The same request on its way to another try. */
    public Envelope withAttempt(int newAttempt, Map<String, byte[]> newExtra) {
        return new Envelope(
                id,
                source,
                type,
                time,
                subject,
                contentType,
                dataSchema,
                tenant,
                key,
                replyTo,
                deadline,
                idempotencyKey,
                priority,
                newAttempt,
                slip,
                streamSeq,
                streamEnd,
                error,
                replayOf,
                trace,
                newExtra,
                body);
    }
}
