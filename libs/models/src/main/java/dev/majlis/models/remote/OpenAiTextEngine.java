package dev.majlis.models.remote;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.TextEngine;
import dev.majlis.models.text.TextModel;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * A language model behind an OpenAI-style server: vLLM, llama-server and others. Rendered prompts go to {@code
 * /v1/completions} (one template implementation for all engines), messages to {@code /v1/chat/completions}. Nothing blocks a
 * caller; cancelling closes the connection, which these servers take as the end of the work.
 *
 * <p>The server tokenises the rendered text as a whole: unlike in process, a control token spelled out in user text is one
 * there, unless the template neutralises it.
 */
public final class OpenAiTextEngine implements TextEngine {
    private final RemoteSettings settings;
    private final Dialect dialect;
    private final RemoteHttp http;
    private final OpenAiRequests requests;
    private final TextModel model;

    public OpenAiTextEngine(RemoteSettings settings, Dialect dialect) {
        this.settings = settings;
        this.dialect = dialect;
        this.http = new RemoteHttp(settings);
        this.requests = new OpenAiRequests(http.mapper(), settings, dialect);
        this.model = RemoteModel.describe(settings, dialect.wireName());
    }

    @Override
    public TextModel model() {
        return model;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.RENDERED_PROMPT, Capability.MESSAGES, Capability.LOG_PROBABILITIES, Capability.GRAMMAR);
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        URI uri = settings.path(OpenAiRequests.chat(request) ? "/v1/chat/completions" : "/v1/completions");
        var generation = new RemoteGeneration(settings.name(), request, listener);
        List<RemoteHttp.Call<Void>> calls = new ArrayList<>();
        int perCall = dialect.manyChoices() ? request.n() : 1;
        for (int first = 0; first < request.n(); first += perCall) {
            var events = new OpenAiEvents(settings.name(), http, generation, first);
            calls.add(http.stream(uri, requests.body(request, first, perCall), events::line));
        }
        generation.attach(calls);
        Deadlines.watch(http, settings, request, generation);
        return generation;
    }

    /** Whether the server answers and knows the model. */
    public boolean ready(Duration limit) {
        try {
            var answer = http.get(settings.path("/v1/models"), limit).result().join();
            for (var served : answer.path("data")) {
                if (served.path("id").asText().equals(settings.model())) {
                    return true;
                }
            }
            return false;
        } catch (CompletionException e) {
            return false;
        }
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

    private ModelException unsupported(String what) {
        return new ModelException(
                Code.UNSUPPORTED, "model '" + settings.name() + "': a remote engine has no " + what + " here");
    }

    @Override
    public void close() {
        http.close();
    }
}
