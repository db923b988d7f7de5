package dev.majlis.jaischat;

import dev.majlis.jaischat.served.ServedModel;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.models.template.RenderedChat;
import dev.majlis.models.template.TemplateOptions;
import dev.majlis.models.template.TemplateOptions.SystemMode;
import dev.majlis.models.template.TemplateOptions.Variant;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.ChatMessage.Role;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.TextEngine.Capability;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the prompt and makes sure that it leaves room for an answer. Never truncates silently: a conversation that is too
 * long is refused with both numbers, or loses its oldest turns and says so.
 */
public final class PromptPlanner {

    /** @param room tokens wanted for the answer; at least {@link Limits#MIN_ROOM} are kept free in any case */
    public PlannedPrompt plan(
            ServedModel model, PromptInput input, TemplateOptions options, Overflow overflow, int room) {
        if (input instanceof PromptInput.Text text) {
            return checked(model, raw(model, Prompt.plain(text.text())), "/prompt");
        }
        if (input instanceof PromptInput.TokenIds ids) {
            return checked(model, raw(model, new Prompt.Tokens(ids.ids())), "/prompt");
        }
        var conversation = ((PromptInput.Conversation) input).messages();
        PlannedPrompt whole = written(model, conversation, options);
        if (overflow == Overflow.ERROR || fits(model, whole, Limits.MIN_ROOM)) {
            return checked(model, whole, "/messages");
        }
        return shortened(model, conversation, options, whole, room);
    }

    private static PlannedPrompt shortened(
            ServedModel model, List<ChatMessage> conversation, TemplateOptions options, PlannedPrompt whole, int room) {
        int free = Math.max(Limits.MIN_ROOM, Math.min(room, model.description().contextLength() / 4));
        int system = conversation.get(0).role() == Role.SYSTEM ? 1 : 0;
        PlannedPrompt planned = whole;
        int dropped = 0;
        // a question and its answer at a time, so that roles go on alternating
        while (!fits(model, planned, free) && conversation.size() - system - dropped > 2) {
            dropped += 2;
            List<ChatMessage> kept = new ArrayList<>(conversation.subList(0, system));
            kept.addAll(conversation.subList(system + dropped, conversation.size()));
            planned = written(model, kept, options);
        }
        List<String> warnings = new ArrayList<>(planned.warnings());
        warnings.add("the oldest %d messages were left out to fit the context of %d tokens"
                .formatted(dropped, model.description().contextLength()));
        return checked(
                model,
                new PlannedPrompt(
                        planned.prompt(), planned.tokens(), planned.template(), planned.neutralised(), warnings),
                "/messages");
    }

    private static PlannedPrompt written(ServedModel model, List<ChatMessage> messages, TemplateOptions options) {
        if (!model.can(Capability.RENDERED_PROMPT)) {
            var prompt = new Prompt.Messages(messages);
            return new PlannedPrompt(prompt, tokens(model, prompt), "remote", 0, unused(options, "remote"));
        }
        RenderedChat rendered = model.template().render(messages, options);
        return new PlannedPrompt(
                rendered.prompt(),
                tokens(model, rendered.prompt()),
                rendered.template(),
                rendered.neutralised(),
                unused(options, rendered.template()));
    }

    /** Options that this template has no use for are told, never silently ignored. */
    private static List<String> unused(TemplateOptions options, String template) {
        List<String> warnings = new ArrayList<>();
        boolean variants = template.contains("/") || template.equals("none");
        if (!variants && options.variant() != Variant.AUTO) {
            warnings.add("jais.template: template '%s' has no language variants".formatted(template));
        }
        if (!variants && options.systemMode() == SystemMode.APPEND) {
            warnings.add("jais.system_mode: template '%s' has no system text to append to".formatted(template));
        }
        return warnings;
    }

    private static PlannedPrompt raw(ServedModel model, Prompt prompt) {
        if (!model.can(Capability.RENDERED_PROMPT)) {
            throw new MeshException(
                            ProblemSlug.UNPROCESSABLE_INPUT,
                            "/prompt: the engine of model '%s' takes messages only"
                                    .formatted(model.description().name()))
                    .withCode(ModelFailures.UNSUPPORTED);
        }
        return new PlannedPrompt(prompt, tokens(model, prompt), "none", 0, List.of());
    }

    private static int tokens(ServedModel model, Prompt prompt) {
        return model.can(Capability.TOKENIZER) ? model.engine().countTokens(prompt) : 0;
    }

    private static boolean fits(ServedModel model, PlannedPrompt planned, int room) {
        return planned.tokens() + room <= model.description().contextLength();
    }

    private static PlannedPrompt checked(ServedModel model, PlannedPrompt planned, String pointer) {
        int context = model.description().contextLength();
        if (context > 0 && !fits(model, planned, Limits.MIN_ROOM)) {
            String message =
                    "the prompt has %d tokens; the context of model '%s' holds %d, of which %d are kept for the answer"
                            .formatted(planned.tokens(), model.description().name(), context, Limits.MIN_ROOM);
            throw new MeshException(ProblemSlug.INVALID_REQUEST, message)
                    .withCode(ModelFailures.TOO_LONG)
                    .withErrors(List.of(new FieldError(pointer, message)));
        }
        return planned;
    }
}
