package dev.majlis.foe.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How experts are called over HTTP. */
@ConfigMapping(prefix = "majlis.foe.calls")
public interface CallConfig {

    /** Until a connection stands. */
    @WithDefault("5S")
    Duration connectTimeout();

    /** Calls over HTTP at the same time; more fail {@code OVERLOADED}. */
    @WithDefault("256")
    @Min(1)
    @Max(10_000)
    int inFlight();

    /** Hosts, or {@code host:port}, that may be called besides the loopback addresses. */
    Optional<Set<String>> hosts();

    /** By host, or host and port in quotes: name of the environment variable with the bearer token. */
    Map<String, String> tokens();
}
