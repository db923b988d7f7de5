package dev.majlis.cappy.config;

import dev.majlis.models.encode.EncodeOptions.Overflow;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The scorer service. */
@ConfigMapping(prefix = "majlis.cappy")
public interface CappyConfig {

    /** Catalog names of the scorers that are served; the first is the default. */
    @WithDefault("cappy-mini,similarity-minilm")
    @NotEmpty
    List<String> models();

    /** Which published versions of pair scorers are served. */
    @WithDefault("all")
    Published published();

    /** Of the models in the mesh's registry. */
    enum Published {
        /** All pair scorers, beside the configured ones. */
        ALL,
        /** Those whose names are configured. */
        CONFIGURED,
        /** None. */
        NONE
    }

    /** Before a model that failed to load is tried again. */
    @WithDefault("30S")
    Duration retryDelay();

    /** Most pairs of one request. */
    @WithDefault("1024")
    @Min(1)
    @Max(10_000)
    int maxCandidates();

    /** Requests that work at the same time over HTTP; more are answered 429. */
    @WithDefault("64")
    @Min(1)
    @Max(512)
    int maxConcurrentRequests();

    /** Of a request that brings no deadline. */
    @WithDefault("30S")
    Duration timeout();

    /** How long the trainer may take to answer; then adaptations are answered 503. */
    @WithDefault("30S")
    Duration trainerTimeout();

    /** For pairs longer than the model reads: {@code truncate-longest}, {@code truncate-instruction-head} or {@code error}. */
    @WithDefault("truncate-longest")
    Overflow overflow();

    /** Threads of one batch; 0 for the number of cores. */
    @WithDefault("0")
    @Min(0)
    @Max(256)
    int threads();

    /** Where answers to requests with an idempotency key are kept. */
    Results results();

    /** A database shared by all processes of the service; without one, each keeps its own last answers in memory. */
    interface Results {
        /** {@code jdbc:postgresql:…} or {@code jdbc:h2:…}. */
        Optional<String> url();

        @WithDefault("majlis")
        String user();

        Optional<String> password();

        /** Keys kept in memory without a database. */
        @WithDefault("10000")
        @Min(1)
        @Max(1_000_000)
        int keys();
    }

    /** Records of one operation of the mesh that are handled at the same time. */
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int maxInFlight();
}
