package dev.majlis.models.llama;

import dev.majlis.models.LocalModelHub;
import dev.majlis.models.store.Progress;
import java.nio.file.Path;

/** SmolLM2-135M-Instruct (Apache-2.0), fetched through the hub into the user's model cache. */
final class RealWeights {

    private static final String NAME = "smollm2-135m-instruct";

    private RealWeights() {}

    static Path file() {
        LocalModelHub hub = LocalModelHub.builder().build();
        hub.fetch(NAME);
        return hub.store().fetch(hub.entry(NAME), Progress.NONE).get("weights").path();
    }

    static LlamaTextEngine open(LlamaSettings settings) {
        return LlamaTextEngine.open(NAME, file(), settings);
    }
}
