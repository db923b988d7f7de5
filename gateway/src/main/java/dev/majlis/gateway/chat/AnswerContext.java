package dev.majlis.gateway.chat;

import java.util.UUID;

/**
 * What is needed to write an answer, also later and by another gateway: nothing of it depends on when it is written.
 *
 * @param endpoint which of the two
 * @param route name the client wrote as model
 * @param judged whether the reply is a verdict
 * @param foe whether a pool of experts was asked on the way
 * @param correlationId UUIDv7; its time is the answer's {@code created}
 * @param includeUsage whether a stream ends with a chunk that counts tokens
 * @param candidates whether every candidate's text is shown
 * @param events whether a stream tells of progress
 */
public record AnswerContext(
        Endpoint endpoint,
        String route,
        boolean judged,
        boolean foe,
        String correlationId,
        boolean includeUsage,
        boolean candidates,
        boolean events) {

    public String id() {
        return endpoint.idPrefix() + correlationId;
    }

    /** Epoch seconds at which the correlation id was made. */
    public long created() {
        return (UUID.fromString(correlationId).getMostSignificantBits() >>> 16) / 1_000;
    }

    /** The same answer of another call. */
    public AnswerContext withCorrelationId(String other) {
        return new AnswerContext(endpoint, route, judged, foe, other, includeUsage, candidates, events);
    }
}
