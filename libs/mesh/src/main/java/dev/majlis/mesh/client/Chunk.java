package dev.majlis.mesh.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One record of a stream (platform §2.4); the last one carries {@code reply}.
 *
 * @param seq from 0, contiguous
 * @param choice index of the answer it belongs to
 * @param delta more text; empty for heartbeats and events
 * @param tokens number of tokens the delta stands for
 * @param finish why the choice ended, null before
 * @param usage at the end, null before
 * @param logprobs of the delta's tokens in the service's own form, or null
 * @param event progress of a step ({@code {"type":"candidate-done",…}}), or null
 * @param reply the whole answer, on the last record only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Chunk(
        long seq,
        int choice,
        String delta,
        int tokens,
        String finish,
        JsonNode usage,
        JsonNode logprobs,
        JsonNode event,
        JsonNode reply) {

    /** What a worker emits; the library numbers it. */
    public sealed interface Part {

        /** More text of one choice. */
        record Text(int choice, String delta, int tokens, JsonNode logprobs) implements Part {}

        /** One choice has ended. */
        record Finish(int choice, String reason) implements Part {}

        /** Progress of a step. */
        record Event(JsonNode event) implements Part {}
    }
}
