package dev.majlis.bench.llama;

import dev.majlis.models.LocalModelHub;
import dev.majlis.models.llama.LlamaSettings;
import dev.majlis.models.llama.LlamaTextEngine;
import dev.majlis.models.store.Progress;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.GenerationRequest.Priority;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The default model and the requests that are measured on it. */
final class ChatModel {

    static final String NAME = "smollm2-135m-instruct";

    private static final List<String> WORDS = List.of(
            "the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "and", "walks", "home", "to", "eat",
            "cheese", "with", "bread");

    private ChatModel() {}

    static Path weights() {
        LocalModelHub hub = LocalModelHub.builder().build();
        hub.fetch(NAME);
        return hub.store().fetch(hub.entry(NAME), Progress.NONE).get("weights").path();
    }

    /** Without a prefix cache: every prompt is computed. */
    static LlamaTextEngine open() {
        return LlamaTextEngine.open(NAME, weights(), LlamaSettings.defaults().withPrefixCells(0));
    }

    /** Exactly {@code length} token ids of English words; other words for every seed. */
    static int[] prompt(LlamaTextEngine engine, int length, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder("Story " + seed + ":");
        while (engine.tokenize(text.toString(), false).length < length) {
            text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return Arrays.copyOf(engine.tokenize(text.toString(), false), length);
    }

    /** n answers of exactly so many tokens, drawn as chat answers are. */
    static GenerationRequest request(int[] prompt, int n, int tokens, Sampling sampling) {
        return new GenerationRequest(
                new Prompt.Tokens(prompt),
                n,
                tokens,
                tokens,
                sampling,
                List.of(),
                Optional.empty(),
                OutputFormat.TEXT,
                Priority.INTERACTIVE,
                Optional.empty());
    }

    static Generation.Result finish(LlamaTextEngine engine, GenerationRequest request) {
        return engine.generate(request, GenerationListener.NONE)
                .result()
                .toCompletableFuture()
                .join();
    }
}
