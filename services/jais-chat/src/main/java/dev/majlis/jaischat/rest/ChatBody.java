package dev.majlis.jaischat.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Description of a chat request; reading and checking is done by hand so that every error names its field. */
@Schema(name = "ChatCompletionRequest")
record ChatBody(
        @Schema(required = true, description = "Name as in /chat/v1/models") String model,
        @Schema(required = true, description = "An optional system message, then user and assistant in turn")
                List<Message> messages,
        @Schema(minimum = "0", maximum = "2", description = "0 is greedy") Double temperature,
        @Schema(description = "In (0, 1]") Double top_p,
        @Schema(minimum = "1", maximum = "16", defaultValue = "1") Integer n,
        @Schema(minimum = "1") Integer max_tokens,
        @Schema(minimum = "1") Integer max_completion_tokens,
        @Schema(description = "A string, or up to 4 of up to 64 characters") Object stop,
        Boolean stream,
        StreamOptions stream_options,
        @Schema(description = "Choice i draws from seed + i") Long seed,
        Boolean logprobs,
        @Schema(minimum = "0", maximum = "20") Integer top_logprobs,
        @Schema(minimum = "-2", maximum = "2") Double presence_penalty,
        @Schema(minimum = "-2", maximum = "2") Double frequency_penalty,
        @Schema(description = "Token id to -100 … 100") Map<String, Double> logit_bias,
        @Schema(description = "{type: text, json_object or json_schema}") Map<String, Object> response_format,
        String user,
        @Schema(minimum = "0", description = "0 switches it off") Integer top_k,
        @Schema(description = "In [0, 1)") Double min_p,
        @Schema(description = "1 switches it off") Double repetition_penalty,
        @Schema(minimum = "0") Integer min_tokens,
        Jais jais) {
    /** One turn. */
    record Message(
            @Schema(enumeration = {"system", "developer", "user", "assistant"}) String role,
            @Schema(description = "Text, or an array of {type: text, text}") Object content) {}

    /** What a stream brings besides text. */
    record StreamOptions(Boolean include_usage) {}

    /** Our own options. */
    record Jais(
            @Schema(enumeration = {"auto", "en", "ar", "none"}) String template,
            @Schema(enumeration = {"replace", "append"}) String system_mode,
            @Schema(enumeration = {"error", "drop_oldest"}) String overflow,
            @Schema(defaultValue = "true") Boolean default_stops) {}
}
