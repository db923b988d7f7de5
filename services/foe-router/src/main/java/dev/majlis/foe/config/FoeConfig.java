package dev.majlis.foe.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** The router. */
@ConfigMapping(prefix = "majlis.foe")
public interface FoeConfig {

    /** Whether pools are served; a process without that only hosts experts. */
    @WithDefault("true")
    boolean router();

    /** Largest body of a request that brings no rows; {@code majlis.rest.max-body} is the limit of those that do. */
    @WithDefault("1M")
    MemorySize maxBody();

    /** Rows of one data set. */
    @WithDefault("1000000")
    @Min(1)
    @Max(1_000_000)
    int maxRows();

    /** Heap of one table of outputs. */
    @WithDefault("2G")
    MemorySize maxTable();

    /** How long an answer of the trainer is waited for. */
    @WithDefault("30S")
    Duration trainerTimeout();

    /** Predictions. */
    Predict predict();

    /** Jobs. */
    JobSettings jobs();

    /** The decision log. */
    Decisions decisions();

    /** Where everything is kept. */
    Database database();

    /** Predictions. */
    interface Predict {
        /** Requests answered at the same time; more are answered 429. */
        @WithDefault("256")
        @Min(1)
        @Max(10_000)
        int requests();

        /** Requests taken from the mesh at the same time. */
        @WithDefault("64")
        @Min(1)
        @Max(1_000)
        int maxInFlight();

        /** Threads that take the inputs of requests with several. */
        @WithDefault("64")
        @Min(1)
        @Max(1_000)
        int threads();

        /** Of a request that names no deadline. */
        @WithDefault("30S")
        Duration deadline();
    }

    /** Jobs. */
    interface JobSettings {
        /** That run at the same time. */
        @WithDefault("2")
        @Min(1)
        @Max(16)
        int workers();

        /** That wait; more are answered 429. */
        @WithDefault("100")
        @Min(1)
        @Max(10_000)
        int maxQueued();

        /** How long the end of the process waits for what they are at. */
        @WithDefault("8S")
        Duration drain();
    }

    /** The decision log. */
    interface Decisions {
        /** Entries that are kept. */
        @WithDefault("100000")
        @Min(1)
        @Max(10_000_000)
        int keep();

        /** Age up to which they are kept. */
        @WithDefault("30D")
        Duration age();
    }

    /** A database server; an H2 file below {@code majlis.state-dir} without one. */
    interface Database {
        /** {@code jdbc:postgresql:…}. */
        Optional<String> url();

        @WithDefault("majlis")
        String user();

        Optional<String> password();
    }
}
