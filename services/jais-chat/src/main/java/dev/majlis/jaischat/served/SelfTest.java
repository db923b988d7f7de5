package dev.majlis.jaischat.served;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.template.TemplateOptions;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.ChatMessage.Role;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;
import dev.majlis.models.text.TextEngine.Capability;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A model serves only after it has written a few greedy tokens with finite probabilities, the same twice. */
final class SelfTest {
    private static final int TOKENS = 4;
    private static final List<ChatMessage> QUESTION = List.of(new ChatMessage(Role.USER, "Say hello."));

    private final Duration patience;

    /** @param patience for one answer */
    SelfTest(Duration patience) {
        this.patience = patience;
    }

    /** @throws ModelException {@code ENGINE} saying what went wrong */
    void check(ServedModel model) throws InterruptedException {
        Choice first = answer(model);
        if (first.tokens() < 1) {
            throw failed(model, "it wrote no token");
        }
        if (!model.can(Capability.LOG_PROBABILITIES)) {
            return; // a remote model: its text may vary
        }
        if (!Double.isFinite(first.logLikelihoodSum()) || first.logLikelihoodSum() > 0) {
            throw failed(model, "log-likelihood " + first.logLikelihoodSum());
        }
        Choice second = answer(model);
        if (!second.text().equals(first.text())) {
            throw failed(model, "greedy answers differ");
        }
    }

    private Choice answer(ServedModel model) throws InterruptedException {
        Prompt prompt = model.can(Capability.RENDERED_PROMPT)
                ? model.template().render(QUESTION, TemplateOptions.DEFAULT).prompt()
                : new Prompt.Messages(QUESTION);
        var generation = model.engine()
                .generate(GenerationRequest.of(prompt, 1, TOKENS, Sampling.greedy()), GenerationListener.NONE);
        try {
            return generation
                    .result()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .choices()
                    .get(0);
        } catch (ExecutionException e) {
            throw new ModelException(
                    Code.ENGINE,
                    "self-test of '" + model.description().name() + "' failed: "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            generation.cancel();
            throw failed(model, "no answer within " + patience.toSeconds() + " s");
        }
    }

    private static ModelException failed(ServedModel model, String why) {
        return new ModelException(
                Code.ENGINE, "self-test of '" + model.description().name() + "' failed: " + why);
    }
}
