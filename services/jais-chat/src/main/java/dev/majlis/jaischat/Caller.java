package dev.majlis.jaischat;

import dev.majlis.models.text.GenerationRequest.Priority;
import java.time.Instant;

/**
 * Who asks, and until when the answer is of use.
 *
 * @param tenant whose usage it is
 * @param conversation request id or correlation id, for traces
 * @param priority interactive goes before batch
 * @param deadline when to give up
 * @param seed to draw from when the request names none; the same seed gives the same answer
 */
public record Caller(String tenant, String conversation, Priority priority, Instant deadline, long seed) {}
