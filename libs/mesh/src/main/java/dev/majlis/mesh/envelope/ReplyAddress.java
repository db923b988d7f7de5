package dev.majlis.mesh.envelope;

import static java.util.Objects.requireNonNull;

/**
 * Where the answer goes: headers {@code REPLY_CORRELATION_ID}, {@code REPLY_TOPIC}, {@code REPLY_PARTITION}.
 *
 * @param correlationId UUIDv7 string; key of every reply record
 * @param topic full topic name; empty on a reply, which only names the call it answers
 * @param partition of the requester's instance; negative when any instance may take the answer
 */
public record ReplyAddress(String correlationId, String topic, int partition) {
    public ReplyAddress {
        requireNonNull(correlationId, "correlationId is null");
        requireNonNull(topic, "topic is null");
    }
}
