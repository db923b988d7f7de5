package dev.majlis.jaischat.rest;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Description of a text completion request. */
@Schema(name = "CompletionRequest")
record TextBody(
        @Schema(required = true, description = "Name as in /chat/v1/models") String model,
        @Schema(required = true, description = "A string or an array of token ids") Object prompt,
        @Schema(defaultValue = "false", description = "Whether the answer begins with the prompt") Boolean echo,
        @Schema(minimum = "0", maximum = "20") Integer logprobs,
        @Schema(minimum = "1", defaultValue = "16") Integer max_tokens,
        @Schema(minimum = "0", maximum = "2", description = "0 is greedy") Double temperature,
        @Schema(description = "In (0, 1]") Double top_p,
        @Schema(minimum = "1", maximum = "16", defaultValue = "1") Integer n,
        @Schema(description = "A string, or up to 4 of up to 64 characters") Object stop,
        Boolean stream,
        ChatBody.StreamOptions stream_options,
        @Schema(description = "Choice i draws from seed + i") Long seed,
        @Schema(minimum = "-2", maximum = "2") Double presence_penalty,
        @Schema(minimum = "-2", maximum = "2") Double frequency_penalty,
        @Schema(description = "Token id to -100 … 100") Map<String, Double> logit_bias,
        String user,
        Integer top_k,
        Double min_p,
        Double repetition_penalty,
        Integer min_tokens) {}
