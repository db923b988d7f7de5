package dev.majlis.jaischat;

import static java.util.Objects.requireNonNull;

import dev.majlis.jaischat.served.ServedModel;
import dev.majlis.jaischat.served.ServedModels;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.models.template.TemplateOptions;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.TextEngine.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Shows what a model would read, without generating. Thread-safe. */
public final class TokenService {
    private final ServedModels models;
    private final PromptPlanner planner = new PromptPlanner();

    public TokenService(ServedModels models) {
        this.models = requireNonNull(models, "models is null");
    }

    /**
     * @param ids empty where the engine counts a conversation but does not show its ids
     * @param count what the prompt takes in the context
     */
    public record Tokens(Optional<int[]> ids, int count, int contextLength) {}

    /**
     * A written conversation.
     *
     * @param stops markers that end an answer unless {@code jais.default_stops} is false
     */
    public record Rendered(PlannedPrompt planned, String text, List<String> stops, int contextLength) {}

    /** @param parseSpecial whether control tokens written in the text are meant as such */
    public Tokens tokenize(String model, String text, boolean parseSpecial) {
        ServedModel served = tokenizer(model);
        int[] ids = served.engine().tokenize(text, parseSpecial);
        return new Tokens(Optional.of(ids), ids.length, served.description().contextLength());
    }

    /** Of a conversation as the model's template writes it. */
    public Tokens tokenize(String model, List<ChatMessage> messages, TemplateOptions options) {
        ServedModel served = tokenizer(model);
        PlannedPrompt planned =
                planner.plan(served, new PromptInput.Conversation(messages), options, Overflow.ERROR, Limits.MIN_ROOM);
        Optional<int[]> ids = planned.prompt() instanceof Prompt.Rendered rendered
                ? ids(served, rendered, planned.tokens())
                : Optional.empty();
        return new Tokens(ids, planned.tokens(), served.description().contextLength());
    }

    /** As a whole where no message forges a control token, else piece by piece; told only when the engine counts the same. */
    private static Optional<int[]> ids(ServedModel model, Prompt.Rendered prompt, int count) {
        int[] whole = model.engine().tokenize(prompt.text(), true);
        if (whole.length == count) {
            return Optional.of(whole);
        }
        int[] pieces = prompt.segments().stream()
                .flatMapToInt(segment -> Arrays.stream(model.engine().tokenize(segment.text(), segment.control())))
                .toArray();
        return pieces.length == count ? Optional.of(pieces) : Optional.empty();
    }

    public String detokenize(String model, int[] ids) {
        return tokenizer(model).engine().detokenize(ids);
    }

    /** @throws MeshException {@code unprocessable-input} when the engine applies a template of its own */
    public Rendered render(String model, List<ChatMessage> messages, TemplateOptions options) {
        ServedModel served = models.require(model);
        PlannedPrompt planned =
                planner.plan(served, new PromptInput.Conversation(messages), options, Overflow.ERROR, Limits.MIN_ROOM);
        if (planned.prompt() instanceof Prompt.Rendered rendered) {
            return new Rendered(
                    planned,
                    rendered.text(),
                    served.template().stops(),
                    served.description().contextLength());
        }
        throw unsupported(served, "applies a template of its own");
    }

    private ServedModel tokenizer(String model) {
        ServedModel served = models.require(model);
        if (!served.can(Capability.TOKENIZER)) {
            throw unsupported(served, "shows no tokens");
        }
        return served;
    }

    private static MeshException unsupported(ServedModel model, String what) {
        return new MeshException(
                        ProblemSlug.UNPROCESSABLE_INPUT,
                        "the engine of model '%s' %s"
                                .formatted(model.description().name(), what))
                .withCode(ModelFailures.UNSUPPORTED);
    }
}
