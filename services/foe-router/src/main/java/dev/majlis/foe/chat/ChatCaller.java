package dev.majlis.foe.chat;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Who asks.
 *
 * @param requestId the same when the request is delivered again
 */
public record ChatCaller(String requestId, String tenant, Instant deadline) {
    public ChatCaller {
        requireNonNull(requestId, "requestId is null");
        requireNonNull(tenant, "tenant is null");
        requireNonNull(deadline, "deadline is null");
    }
}
