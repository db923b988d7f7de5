package dev.majlis.jaischat.openai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.CompletionRequest;
import dev.majlis.jaischat.Endpoint;
import dev.majlis.jaischat.Limits;
import dev.majlis.jaischat.Overflow;
import dev.majlis.jaischat.PromptInput;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.json.JsonText;
import dev.majlis.models.template.TemplateOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the bodies of chat and text completions and checks every field (jais.md §7.1). Thread-safe. */
public final class RequestReader {
    private final Limits limits;
    private final boolean strict;

    /** @param strict whether an unknown field is refused; otherwise it is ignored and told */
    public RequestReader(Limits limits, boolean strict) {
        this.limits = requireNonNull(limits, "limits is null");
        this.strict = strict;
    }

    /** @throws MeshException {@code invalid-request} naming the field */
    public CompletionRequest read(Endpoint endpoint, byte[] body) {
        JsonText.requireUnicode(body);
        return read(endpoint, Json.read(body, JsonNode.class));
    }

    /**
     * The same for callers that may leave the choice to the service.
     *
     * @param defaultModel where the body names none
     */
    public CompletionRequest read(Endpoint endpoint, byte[] body, String defaultModel) {
        JsonText.requireUnicode(body);
        JsonNode json = Json.read(body, JsonNode.class);
        if (json instanceof ObjectNode object && !object.has("model")) {
            object.put("model", defaultModel);
        }
        return read(endpoint, json);
    }

    CompletionRequest read(Endpoint endpoint, JsonNode body) {
        Fields fields = Fields.of(body == null ? Json.mapper().missingNode() : body, "");
        Refused.check(fields);
        fields.text("user"); // accepted for compatibility; the tenant is who is billed
        fields.raw("majlis"); // the gateway's own options
        return endpoint == Endpoint.CHAT ? chat(fields) : text(fields);
    }

    private CompletionRequest chat(Fields fields) {
        String model = model(fields);
        var messages = MessagesReader.read(fields);
        Optional<Fields> jais = fields.object("jais");
        Optional<Integer> top = chatLogprobs(fields);
        boolean stream = fields.truth("stream").orElse(false);
        var request = new CompletionRequest(
                Endpoint.CHAT,
                model,
                new PromptInput.Conversation(messages),
                choices(fields),
                chatMaxTokens(fields),
                minTokens(fields),
                SamplingReader.read(fields),
                StopReader.read(fields),
                jais.flatMap(own -> own.truth("default_stops")).orElse(true),
                top,
                FormatReader.read(fields),
                stream,
                includeUsage(fields, stream),
                false,
                jais.map(TemplateReader::options).orElse(TemplateOptions.DEFAULT),
                jais.map(TemplateReader::overflow).orElse(Overflow.ERROR),
                warnings(fields));
        return request;
    }

    private CompletionRequest text(Fields fields) {
        String model = model(fields);
        PromptInput input = PromptReader.read(fields);
        PromptReader.refuseUnsupported(fields);
        boolean echo = fields.truth("echo").orElse(false);
        Optional<Integer> logprobs = fields.integer("logprobs", 0, Limits.MAX_TOP_LOGPROBS);
        if (echo && logprobs.isPresent()) {
            String message = "log-probabilities of the prompt are not computed: use logprobs without echo";
            throw new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, "/echo: " + message)
                    .withErrors(List.of(new FieldError("/echo", message)));
        }
        boolean stream = fields.truth("stream").orElse(false);
        return new CompletionRequest(
                Endpoint.TEXT,
                model,
                input,
                choices(fields),
                fields.integer("max_tokens", 1, Integer.MAX_VALUE),
                minTokens(fields),
                SamplingReader.read(fields),
                StopReader.read(fields),
                false,
                logprobs,
                FormatReader.read(fields),
                stream,
                includeUsage(fields, stream),
                echo,
                TemplateOptions.DEFAULT,
                Overflow.ERROR,
                warnings(fields));
    }

    static String model(Fields fields) {
        return fields.text("model")
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> MeshException.invalid("/model", "is required"));
    }

    private int choices(Fields fields) {
        return fields.integer("n", 1, limits.maxChoices()).orElse(1);
    }

    private static Optional<Integer> chatMaxTokens(Fields fields) {
        Optional<Integer> old = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
        Optional<Integer> current = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (old.isPresent() && current.isPresent() && !old.equals(current)) {
            throw MeshException.invalid(
                    "/max_completion_tokens",
                    "is %d but max_tokens is %d: give one of them".formatted(current.get(), old.get()));
        }
        return current.or(() -> old);
    }

    private static Optional<Integer> minTokens(Fields fields) {
        return fields.integer("min_tokens", 0, Integer.MAX_VALUE);
    }

    private static Optional<Integer> chatLogprobs(Fields fields) {
        boolean wanted = fields.truth("logprobs").orElse(false);
        Optional<Integer> top = fields.integer("top_logprobs", 0, Limits.MAX_TOP_LOGPROBS);
        if (top.isPresent() && !wanted) {
            throw MeshException.invalid("/top_logprobs", "needs logprobs to be true");
        }
        return wanted ? Optional.of(top.orElse(0)) : Optional.empty();
    }

    private static boolean includeUsage(Fields fields, boolean stream) {
        Optional<Fields> options = fields.object("stream_options");
        if (options.isPresent() && !stream) {
            throw MeshException.invalid("/stream_options", "needs stream to be true");
        }
        return options.flatMap(own -> own.truth("include_usage")).orElse(false);
    }

    /** Call last: only then is it known which fields nobody reads. */
    private List<String> warnings(Fields fields) {
        List<String> unknown = fields.unknown();
        if (strict && !unknown.isEmpty()) {
            throw new MeshException(ProblemSlug.INVALID_REQUEST, "unknown field " + String.join(", ", unknown))
                    .withErrors(unknown.stream()
                            .map(name -> new FieldError("/" + name, "unknown field"))
                            .toList());
        }
        List<String> warnings = new ArrayList<>();
        unknown.stream().limit(32).forEach(name -> warnings.add("unknown field '" + name + "' was ignored"));
        return warnings;
    }
}
