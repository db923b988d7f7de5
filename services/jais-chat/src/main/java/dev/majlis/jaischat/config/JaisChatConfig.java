package dev.majlis.jaischat.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Settings of this service. */
@ConfigMapping(prefix = "majlis.jais-chat")
public interface JaisChatConfig {
    /** Catalog names of the models to serve, loaded at the start. */
    @WithDefault("smollm2-135m-instruct")
    @NotEmpty
    List<String> models();

    /** Most answers to one prompt. */
    @WithDefault("16")
    @Min(1)
    @Max(16)
    int maxChoices();

    /** Most answers × longest answer of one request, tokens. */
    @WithDefault("16384")
    @Min(1)
    int maxTotalTokens();

    /** Longest chat answer when the client names none, tokens. */
    @WithDefault("512")
    @Min(1)
    int defaultMaxTokens();

    /** Whether a request with an unknown field is refused instead of answered with a warning. */
    @WithDefault("false")
    boolean strict();

    /** Time for an answer when the client sets none. */
    @WithDefault("5M")
    Duration timeout();

    /** Between comments that keep a stream alive. */
    @WithDefault("15S")
    Duration ping();

    /** Events that a slow reader of a stream may be behind before its answer is cancelled. */
    @WithDefault("256")
    @Min(16)
    @Max(4096)
    int streamBuffer();

    /** Before a model that did not load is tried again. */
    @WithDefault("30S")
    Duration reloadPause();

    /** Whether work is taken from the mesh. */
    @WithDefault("true")
    boolean worker();

    /** Requests from the mesh that are worked on at the same time. */
    @WithDefault("16")
    @Min(1)
    @Max(1024)
    int maxInFlight();

    /** Sampling by model, over the model's own defaults. */
    Map<String, Sampling> defaults();

    /** Prices by model. */
    Map<String, Price> prices();

    /** What a model does when a request says nothing. */
    interface Sampling {
        OptionalDouble temperature();

        OptionalDouble topP();

        OptionalInt topK();

        OptionalDouble repetitionPenalty();

        OptionalInt minTokens();
    }

    /** Millionths of the currency for 1,000 tokens. */
    interface Price {
        @WithDefault("0")
        @Min(0)
        long promptMicros();

        @WithDefault("0")
        @Min(0)
        long completionMicros();
    }

    /** Threads of one decoding step; the number of cores when not set. */
    Optional<@Min(1) @Max(1024) Integer> threads();
}
