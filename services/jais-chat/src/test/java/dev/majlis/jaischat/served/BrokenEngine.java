package dev.majlis.jaischat.served;

import dev.majlis.jaischat.ScriptedEngine;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.TextEngine;
import dev.majlis.models.text.TextModel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Loads, but every answer fails. */
final class BrokenEngine implements TextEngine {
    private final ScriptedEngine scripted = new ScriptedEngine();

    @Override
    public TextModel model() {
        return scripted.model();
    }

    @Override
    public Set<Capability> capabilities() {
        return scripted.capabilities();
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        return new Generation() {
            @Override
            public CompletionStage<Result> result() {
                return CompletableFuture.failedFuture(new ModelException(Code.ENGINE, "wrong numbers"));
            }

            @Override
            public void cancel() {
                // never runs
            }
        };
    }

    @Override
    public int[] tokenize(String text, boolean parseSpecial) {
        return scripted.tokenize(text, parseSpecial);
    }

    @Override
    public int countTokens(Prompt prompt) {
        return scripted.countTokens(prompt);
    }

    @Override
    public String detokenize(int[] tokens) {
        return scripted.detokenize(tokens);
    }

    @Override
    public void close() {
        scripted.close();
    }
}
