package dev.majlis.gateway.route;

import java.time.Duration;
import java.util.Optional;

/**
 * What a route allows; whatever is empty is not limited by the route, only by the gateway's configuration.
 *
 * @param maxTokens longest answer a request may ask for, and what it gets when it asks for none
 * @param maxInFlight requests of this route in flight at one gateway; more are answered 429
 * @param deadline when the client names none
 */
public record RouteLimits(Optional<Integer> maxTokens, Optional<Integer> maxInFlight, Optional<Duration> deadline) {
    public static final RouteLimits NONE = new RouteLimits(Optional.empty(), Optional.empty(), Optional.empty());
}
