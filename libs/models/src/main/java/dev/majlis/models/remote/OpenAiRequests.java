package dev.majlis.models.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;

/** Writes generation requests as OpenAI bodies; what a server cannot do is refused by field, never dropped. */
final class OpenAiRequests {
    private final ObjectMapper mapper;
    private final RemoteSettings settings;
    private final Dialect dialect;

    OpenAiRequests(ObjectMapper mapper, RemoteSettings settings, Dialect dialect) {
        this.mapper = mapper;
        this.settings = settings;
        this.dialect = dialect;
    }

    static boolean chat(GenerationRequest request) {
        return request.prompt() instanceof Prompt.Messages;
    }

    /** @param first index of the first choice that this body asks for */
    ObjectNode body(GenerationRequest request, int first, int n) {
        ObjectNode body = mapper.createObjectNode();
        body.put("model", settings.model());
        prompt(body, request.prompt());
        body.put("max_tokens", request.maxTokens());
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        if (n > 1) {
            body.put("n", n);
        }
        if (!request.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            request.stop().forEach(stop::add);
        }
        sampling(body, request.sampling(), first);
        if (request.minTokens() > 0) {
            require(dialect == Dialect.VLLM, "min_tokens");
            body.put("min_tokens", request.minTokens());
        }
        logprobs(body, request);
        format(body, request.format());
        return body;
    }

    private void prompt(ObjectNode body, Prompt prompt) {
        if (prompt instanceof Prompt.Messages messages) {
            ArrayNode list = body.putArray("messages");
            for (ChatMessage message : messages.messages()) {
                list.addObject().put("role", message.role().wireName()).put("content", message.content());
            }
        } else if (prompt instanceof Prompt.Tokens tokens) {
            require(dialect != Dialect.OPENAI, "token ids as a prompt");
            ArrayNode ids = body.putArray("prompt");
            for (int id : tokens.ids()) {
                ids.add(id);
            }
        } else if (prompt instanceof Prompt.Rendered rendered) {
            body.put("prompt", rendered.text());
        }
    }

    private void sampling(ObjectNode body, Sampling sampling, int first) {
        body.put("temperature", sampling.temperature());
        body.put("top_p", sampling.topP());
        body.put("seed", sampling.seed() + first);
        if (sampling.presencePenalty() != 0) {
            body.put("presence_penalty", sampling.presencePenalty());
        }
        if (sampling.frequencyPenalty() != 0) {
            body.put("frequency_penalty", sampling.frequencyPenalty());
        }
        if (!sampling.logitBias().isEmpty()) {
            ObjectNode bias = body.putObject("logit_bias");
            sampling.logitBias().forEach((token, value) -> bias.put(Integer.toString(token), value));
        }
        boolean extended = dialect != Dialect.OPENAI;
        if (sampling.topK() > 0) {
            require(extended, "top_k");
            body.put("top_k", sampling.topK());
        }
        if (sampling.minP() > 0) {
            require(extended, "min_p");
            body.put("min_p", sampling.minP());
        } else if (dialect == Dialect.LLAMA_SERVER) {
            // its own defaults would filter what the request did not ask to filter
            body.put("min_p", 0);
        }
        if (dialect == Dialect.LLAMA_SERVER && sampling.topK() == 0) {
            body.put("top_k", 0);
        }
        if (sampling.repetitionPenalty() != 1) {
            require(extended, "repetition_penalty");
            body.put(dialect == Dialect.VLLM ? "repetition_penalty" : "repeat_penalty", sampling.repetitionPenalty());
        }
    }

    /** Asked for always: the sums feed the self-score policies. */
    private static void logprobs(ObjectNode body, GenerationRequest request) {
        int top = request.topLogprobs().orElse(0);
        if (chat(request)) {
            body.put("logprobs", true);
            if (top > 0) {
                body.put("top_logprobs", top);
            }
        } else {
            body.put("logprobs", Math.max(1, top));
        }
    }

    private void format(ObjectNode body, OutputFormat format) {
        if (format instanceof OutputFormat.JsonObject) {
            body.putObject("response_format").put("type", "json_object");
        } else if (format instanceof OutputFormat.JsonSchema schema) {
            ObjectNode wrapper = body.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", "answer")
                    .put("strict", true);
            try {
                wrapper.set("schema", mapper.readTree(schema.schema()));
            } catch (JsonProcessingException e) {
                throw new ModelException(Code.INVALID, "the JSON schema is no JSON: " + e.getOriginalMessage(), e);
            }
        } else if (format instanceof OutputFormat.Grammar grammar) {
            require(dialect == Dialect.LLAMA_SERVER, "a GBNF grammar");
            body.put("grammar", grammar.gbnf());
        }
    }

    private void require(boolean able, String what) {
        if (!able) {
            throw new ModelException(
                    Code.UNSUPPORTED,
                    "model '" + settings.name() + "': a server of kind " + dialect.wireName() + " does not take "
                            + what);
        }
    }
}
