package dev.majlis.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration of the gateway; every key is in the README. */
@ConfigMapping(prefix = "majlis.gateway")
public interface GatewayConfig {

    /** Chat models that get built-in routes. */
    @WithDefault("smollm2-135m-instruct")
    List<String> chatModels();

    /** File with more routes; followed without a restart. */
    Optional<Path> routes();

    /** How often the routes file is looked at. */
    @WithDefault("1s")
    Duration routesPoll();

    /** Services by the name their paths begin with: {@code /<name>/v1/**}. */
    Map<String, String> services();

    /** Requests of one route in flight, where the route names no limit. */
    @WithDefault("256")
    @Min(1)
    @Max(100_000)
    int maxInFlight();

    /** Deadline of a request that names none, on a route that names none. */
    @WithDefault("120s")
    Duration deadline();

    /** Silence after which an event stream gets a comment. */
    @WithDefault("15s")
    Duration ping();

    /** How long a resumable stream goes on without its client. */
    @WithDefault("60s")
    Duration resumeGrace();

    /** Whether each request is worth a line of log. */
    @WithDefault("true")
    boolean accessLog();

    /** Deadline of a job that names none. */
    @WithDefault("10m")
    Duration jobDeadline();

    /** How long the broker may take to acknowledge a job before it is refused. */
    @WithDefault("10s")
    Duration jobAcceptTimeout();

    /** A database server that all gateways share; empty for files below {@code majlis.state-dir}. */
    Optional<String> databaseUrl();

    @WithDefault("majlis")
    String databaseUser();

    Optional<String> databasePassword();
}
