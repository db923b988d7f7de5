package dev.majlis.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the server-sent events of one OpenAI-style stream into a generation. */
final class OpenAiEvents {
    private static final int UNKNOWN_ID = -1;

    private final String model;
    private final RemoteHttp http;
    private final RemoteGeneration generation;
    private final int first;

    /** @param first choice of the generation that is the stream's choice 0 */
    OpenAiEvents(String model, RemoteHttp http, RemoteGeneration generation, int first) {
        this.model = model;
        this.http = http;
        this.generation = generation;
        this.first = first;
    }

    void line(RemoteHttp.Call<Void> call, String line) {
        if (!line.startsWith("data:")) {
            return;
        }
        String data = line.substring(5).strip();
        if (data.isEmpty() || data.equals("[DONE]")) {
            return;
        }
        JsonNode event = http.parse(data);
        if (event.hasNonNull("error")) {
            call.emitted();
            throw new ModelException(
                    Code.ENGINE,
                    "model '" + model + "' broke off: "
                            + event.path("error").path("message").asText("error event"));
        }
        if (!event.has("choices") && !event.has("usage")) {
            throw new ModelException(Code.ENGINE, "model '" + model + "' sent an event that is no completion chunk");
        }
        call.emitted();
        for (JsonNode choice : event.path("choices")) {
            choice(choice);
        }
        JsonNode usage = event.path("usage");
        if (usage.isObject() && event.path("choices").isEmpty()) {
            generation.usage(
                    usage.path("prompt_tokens").asInt(),
                    usage.path("prompt_tokens_details").path("cached_tokens").asInt(),
                    usage.path("completion_tokens").asInt());
        }
    }

    private void choice(JsonNode choice) {
        int index = first + choice.path("index").asInt();
        String text = choice.has("delta")
                ? choice.path("delta").path("content").asText("")
                : choice.path("text").asText("");
        List<TokenLogprob> logprobs = logprobs(choice.path("logprobs"));
        if (!text.isEmpty() || !logprobs.isEmpty()) {
            generation.delta(index, text, logprobs);
        }
        String reason = choice.path("finish_reason").asText("");
        if (!reason.isEmpty() && !choice.path("finish_reason").isNull()) {
            generation.finish(index, reason.equals("length") ? FinishReason.LENGTH : FinishReason.STOP);
        }
    }

    private static List<TokenLogprob> logprobs(JsonNode node) {
        var logprobs = new ArrayList<TokenLogprob>();
        for (JsonNode token : node.path("content")) {
            var top = new ArrayList<TokenLogprob>();
            token.path("top_logprobs").forEach(one -> top.add(token(one, List.of())));
            logprobs.add(token(token, top));
        }
        JsonNode tokens = node.path("tokens");
        for (int i = 0; i < tokens.size(); i++) {
            var top = new ArrayList<TokenLogprob>();
            node.path("top_logprobs")
                    .path(i)
                    .properties()
                    .forEach(one -> top.add(token(one.getKey(), one.getValue().asDouble(), List.of())));
            logprobs.add(token(
                    tokens.get(i).asText(), node.path("token_logprobs").path(i).asDouble(), top));
        }
        return logprobs;
    }

    private static TokenLogprob token(JsonNode token, List<TokenLogprob> top) {
        String text = token.path("token").asText();
        if (!token.path("bytes").isArray()) {
            return token(text, token.path("logprob").asDouble(), top);
        }
        byte[] bytes = new byte[token.path("bytes").size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) token.path("bytes").get(i).asInt();
        }
        return new TokenLogprob(
                token.path("id").asInt(UNKNOWN_ID),
                text,
                bytes,
                token.path("logprob").asDouble(),
                List.copyOf(top));
    }

    private static TokenLogprob token(String text, double logprob, List<TokenLogprob> top) {
        return new TokenLogprob(UNKNOWN_ID, text, text.getBytes(StandardCharsets.UTF_8), logprob, List.copyOf(top));
    }
}
