package dev.majlis.jaischat;

import static java.util.Objects.requireNonNull;

import dev.majlis.jaischat.served.ServedModel;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.TextEngine.Capability;
import java.util.List;

/** How long answers may be, and what an engine must be able to do for a request (jais.md §5.2 item 1, §7.2). */
final class AnswerBounds {
    private final Limits limits;

    AnswerBounds(Limits limits) {
        this.limits = requireNonNull(limits, "limits is null");
    }

    /** Tokens that one answer would like to have. */
    int wanted(CompletionRequest request) {
        return request.maxTokens().orElseGet(() -> usual(request));
    }

    private int usual(CompletionRequest request) {
        return request.endpoint() == Endpoint.TEXT ? Limits.DEFAULT_TEXT_TOKENS : limits.defaultMaxTokens();
    }

    /**
     * The longest answer: what was asked for, at most what the context leaves. Without a wish all n answers fit it together.
     *
     * @param promptTokens 0 when unknown
     * @param warnings gets a line when the wish was cut
     */
    int maxTokens(ServedModel model, CompletionRequest request, int promptTokens, List<String> warnings) {
        int context = model.description().contextLength();
        int room = context > 0 ? context - promptTokens : Integer.MAX_VALUE;
        if (request.maxTokens().isEmpty()) {
            return Math.max(1, Math.min(usual(request), Math.min(room, limits.maxTotalTokens()) / request.n()));
        }
        int asked = request.maxTokens().get();
        int allowed = Math.min(asked, room);
        if (allowed < asked) {
            warnings.add(
                    "max_tokens: %d was reduced to the %d tokens that the context leaves".formatted(asked, allowed));
        }
        long total = (long) allowed * request.n();
        if (total > limits.maxTotalTokens()) {
            throw MeshException.invalid(
                    "/max_tokens",
                    "%d answers of up to %d tokens are %d tokens, the limit is %d"
                            .formatted(request.n(), allowed, total, limits.maxTotalTokens()));
        }
        return allowed;
    }

    int minTokens(ServedModel model, CompletionRequest request, int maxTokens) {
        int wish = request.minTokens().orElse(0);
        if (wish > maxTokens) {
            throw MeshException.invalid(
                    "/min_tokens", "must not be above max_tokens, %d, but is %d".formatted(maxTokens, wish));
        }
        return request.minTokens().orElse(Math.min(model.defaults().minTokens(), maxTokens));
    }

    void requireCapabilities(ServedModel model, CompletionRequest request) {
        if (request.topLogprobs().isPresent()) {
            require(model, Capability.LOG_PROBABILITIES, "/logprobs", "log-probabilities");
        }
        if (!(request.format() instanceof OutputFormat.Text)) {
            require(model, Capability.GRAMMAR, "/response_format", "constrained output");
        }
        int vocabulary = model.description().vocabularySize();
        for (int token : request.sampling().logitBias().keySet()) {
            if (vocabulary > 0 && token >= vocabulary) {
                throw MeshException.invalid(
                        "/logit_bias/" + token, "token id must be in 0 … %d".formatted(vocabulary - 1));
            }
        }
    }

    private static void require(ServedModel model, Capability capability, String pointer, String what) {
        if (!model.can(capability)) {
            String message = "the engine of model '%s' (%s) cannot do %s"
                    .formatted(model.description().name(), model.description().engine(), what);
            throw new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, pointer + ": " + message)
                    .withCode(ModelFailures.UNSUPPORTED)
                    .withErrors(List.of(new FieldError(pointer, message)));
        }
    }
}
