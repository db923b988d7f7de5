package dev.majlis.models.remote;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a remote model is reached.
 *
 * @param name catalog name
 * @param endpoint base address, without {@code /v1} or {@code /predictions}
 * @param model name of the model on the server
 * @param token sent as bearer token; empty for none
 * @param contextLength tokens of prompt and answer
 * @param connectTimeout for one connection
 * @param idleTimeout longest silence: before the first byte and between events
 * @param attempts for one request, as long as nothing was emitted
 * @param maxConcurrent requests in flight; more are refused with {@code OVERLOADED}
 * @param clock for deadlines
 */
public record RemoteSettings(
        String name,
        URI endpoint,
        String model,
        Optional<String> token,
        int contextLength,
        Duration connectTimeout,
        Duration idleTimeout,
        int attempts,
        int maxConcurrent,
        Clock clock) {

    /** No token, 5 s to connect, 60 s of silence, 2 attempts, 256 requests in flight. */
    public static RemoteSettings of(String name, URI endpoint, String model, int contextLength) {
        return new RemoteSettings(
                name,
                endpoint,
                model,
                Optional.empty(),
                contextLength,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                2,
                256,
                Clock.systemUTC());
    }

    /** The same with other patience. */
    public RemoteSettings withIdleTimeout(Duration timeout) {
        return new RemoteSettings(
                name, endpoint, model, token, contextLength, connectTimeout, timeout, attempts, maxConcurrent, clock);
    }

    /** The same with a limit on requests in flight. */
    public RemoteSettings withMaxConcurrent(int requests) {
        return new RemoteSettings(
                name, endpoint, model, token, contextLength, connectTimeout, idleTimeout, attempts, requests, clock);
    }

    /** The same with a bearer token. */
    public RemoteSettings withToken(Optional<String> value) {
        return new RemoteSettings(
                name,
                endpoint,
                model,
                value,
                contextLength,
                connectTimeout,
                idleTimeout,
                attempts,
                maxConcurrent,
                clock);
    }

    /** Below the endpoint. */
    URI path(String path) {
        return URI.create(endpoint.toString().replaceAll("/+$", "") + path);
    }

    @Override
    public String toString() {
        return "RemoteSettings[" + name + " at " + endpoint + ", model " + model + "]";
    }
}
