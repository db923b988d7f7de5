package dev.majlis.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;
import dev.majlis.models.text.TextEngine;
import dev.majlis.models.text.TextModel;
import dev.majlis.models.text.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A language model in DJL Serving (LMI): {@code POST /predictions/{model}} with {@code inputs}, {@code parameters} and {@code
 * stream}, answered in JSON lines, one token each. For LMI in asynchronous mode, which speaks OpenAI's schema, use engine
 * {@code openai}. Takes rendered prompts only, so that one template implementation serves all engines.
 */
public final class DjlServingTextEngine implements TextEngine {
    private final DjlServingClient client;
    private final TextModel model;

    public DjlServingTextEngine(RemoteSettings settings) {
        this.client = new DjlServingClient(settings);
        this.model = RemoteModel.describe(settings, "djl-serving");
    }

    @Override
    public TextModel model() {
        return model;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.RENDERED_PROMPT, Capability.LOG_PROBABILITIES);
    }

    /** Whether the management API calls the model healthy; blocks for at most the limit. */
    public boolean ready(Duration limit) {
        return client.ready(limit);
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        var generation = new RemoteGeneration(model.name(), request, listener);
        List<RemoteHttp.Call<Void>> calls = new ArrayList<>();
        for (int i = 0; i < request.n(); i++) {
            int choice = i;
            calls.add(client.stream(body(request, i), (call, line) -> line(generation, choice, call, line)));
        }
        generation.attach(calls);
        Deadlines.watch(client.http(), client.settings(), request, generation);
        return generation;
    }

    private ObjectNode body(GenerationRequest request, int choice) {
        if (!(request.prompt() instanceof Prompt.Rendered rendered)) {
            throw unsupported("messages or token ids as a prompt");
        }
        require(request.format() instanceof OutputFormat.Text, "a response format");
        require(request.topLogprobs().orElse(0) == 0, "top_logprobs");
        Sampling sampling = request.sampling();
        require(sampling.logitBias().isEmpty(), "logit_bias");
        require(sampling.minP() == 0, "min_p");
        ObjectNode body = client.http().mapper().createObjectNode();
        body.put("inputs", rendered.text()).put("stream", true);
        ObjectNode parameters = body.putObject("parameters");
        parameters.put("max_new_tokens", request.maxTokens()).put("details", true);
        parameters.put("do_sample", sampling.temperature() > 0).put("seed", sampling.seed() + choice);
        if (sampling.temperature() > 0) {
            parameters.put("temperature", sampling.temperature()).put("top_p", sampling.topP());
        }
        if (sampling.topK() > 0) {
            parameters.put("top_k", sampling.topK());
        }
        if (sampling.repetitionPenalty() != 1) {
            parameters.put("repetition_penalty", sampling.repetitionPenalty());
        }
        if (sampling.presencePenalty() != 0) {
            parameters.put("presence_penalty", sampling.presencePenalty());
        }
        if (sampling.frequencyPenalty() != 0) {
            parameters.put("frequency_penalty", sampling.frequencyPenalty());
        }
        if (request.minTokens() > 0) {
            parameters.put("min_tokens", request.minTokens());
        }
        if (!request.stop().isEmpty()) {
            ArrayNode stop = parameters.putArray("stop_sequences");
            request.stop().forEach(stop::add);
        }
        return body;
    }

    private void line(RemoteGeneration generation, int choice, RemoteHttp.Call<Void> call, String line) {
        if (line.isBlank()) {
            return;
        }
        JsonNode event = client.http().parse(line);
        if (event.hasNonNull("error")) {
            call.emitted();
            throw new ModelException(
                    Code.ENGINE,
                    "model '" + model.name() + "' broke off: "
                            + event.path("error").asText());
        }
        JsonNode token = event.path("token");
        if (!token.isObject() && !event.has("generated_text")) {
            throw new ModelException(Code.ENGINE, "model '" + model.name() + "' sent a line that is no token");
        }
        call.emitted();
        if (token.hasNonNull("text")) {
            generation.delta(choice, token.path("text").asText(), List.of(logprob(token)));
        }
        JsonNode details = event.path("details");
        String reason = details.path("finish_reason").asText("");
        if (!reason.isEmpty() && !reason.equals("null")) {
            if (reason.equals("error")) {
                throw new ModelException(Code.ENGINE, "model '" + model.name() + "' ended with an error");
            }
            generation.usage(
                    details.path("prompt_tokens").asInt(),
                    0,
                    details.path("generated_tokens").asInt());
            generation.finish(choice, reason.equals("length") ? FinishReason.LENGTH : FinishReason.STOP);
        }
    }

    private static TokenLogprob logprob(JsonNode token) {
        String text = token.path("text").asText();
        JsonNode id = token.path("id").isArray() ? token.path("id").path(0) : token.path("id");
        return new TokenLogprob(
                id.asInt(-1),
                text,
                text.getBytes(StandardCharsets.UTF_8),
                token.path("log_prob").asDouble(Double.NaN),
                List.of());
    }

    @Override
    public int[] tokenize(String text, boolean parseSpecial) {
        throw unsupported("a tokenizer");
    }

    @Override
    public int countTokens(Prompt prompt) {
        throw unsupported("a token count");
    }

    @Override
    public String detokenize(int[] tokens) {
        throw unsupported("a tokenizer");
    }

    private void require(boolean able, String what) {
        if (!able) {
            throw unsupported(what);
        }
    }

    private ModelException unsupported(String what) {
        return new ModelException(
                Code.UNSUPPORTED, "model '" + model.name() + "': DJL Serving does not take " + what + " on this route");
    }

    @Override
    public void close() {
        client.close();
    }
}
