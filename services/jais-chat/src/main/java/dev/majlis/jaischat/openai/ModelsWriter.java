package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.GenerationDefaults;
import dev.majlis.jaischat.served.ServedModel;
import dev.majlis.jaischat.served.ServedModels.State;
import dev.majlis.models.text.TextModel;
import java.util.Map;

/** Writes the list of models as OpenAI does, with what an operator wants to know in {@code meta}. */
public final class ModelsWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ModelsWriter() {}

    public static ObjectNode list(Map<String, State> states) {
        ObjectNode body = JSON.objectNode();
        body.put("object", "list");
        var data = body.putArray("data");
        states.forEach((name, state) -> data.add(model(name, state)));
        return body;
    }

    public static ObjectNode model(String name, State state) {
        ObjectNode node = JSON.objectNode();
        node.put("id", name);
        node.put("object", "model");
        node.put("created", state instanceof State.Ready ready ? ready.model().created() : 0);
        node.put("owned_by", "majlis");
        ObjectNode meta = node.putObject("meta");
        if (state instanceof State.Ready ready) {
            ready(meta, ready.model());
        } else {
            meta.put("status", state instanceof State.Failed ? "failed" : "loading");
        }
        return node;
    }

    private static void ready(ObjectNode meta, ServedModel model) {
        TextModel description = model.description();
        meta.put("status", "ready");
        meta.put("arch", description.architecture());
        meta.put("ctx", description.contextLength());
        meta.put("vocabulary", description.vocabularySize());
        meta.put("quant", description.quantization());
        meta.put("engine", description.engine());
        meta.put("fingerprint", description.fingerprint());
        meta.put("sha256", description.sha256().orElse(null));
        meta.put("template", model.template().name());
        var capabilities = meta.putArray("capabilities");
        model.engine().capabilities().stream()
                .map(capability -> capability.name().toLowerCase(java.util.Locale.ROOT))
                .sorted()
                .forEach(capabilities::add);
        defaults(meta.putObject("defaults"), model.defaults());
    }

    private static void defaults(ObjectNode node, GenerationDefaults defaults) {
        node.put("temperature", defaults.temperature());
        node.put("top_p", defaults.topP());
        node.put("top_k", defaults.topK());
        node.put("repetition_penalty", defaults.repetitionPenalty());
        node.put("min_tokens", defaults.minTokens());
    }
}
