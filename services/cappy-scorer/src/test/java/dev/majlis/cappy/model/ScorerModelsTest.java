package dev.majlis.cappy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.majlis.cappy.fake.FakeHub;
import dev.majlis.cappy.model.ServedScorer.State;
import dev.majlis.mesh.error.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerModelsTest {
    @TempDir
    Path folder;

    @Test
    void servesNothingBeforeItIsLoaded() {
        try (ScorerModels models = models("regression")) {
            assertThatThrownBy(() -> models.require(Optional.empty()))
                    .isInstanceOfSatisfying(MeshException.class, failure -> {
                        assertThat(failure.status()).isEqualTo(503);
                        assertThat(failure.code()).contains("MODEL_LOADING");
                        assertThat(failure.retryAfter()).isPresent();
                    });

            models.load();

            await().until(() -> models.find("regression").state() == State.READY);
            assertThat(models.require(Optional.empty()).model().name()).isEqualTo("regression");
        }
    }

    @Test
    void oneBrokenModelDoesNotKeepTheOthersBack() {
        try (ScorerModels models = models("broken", "logit")) {
            models.load();

            await().until(() -> models.find("logit").state() == State.READY);
            assertThat(models.find("broken").state()).isEqualTo(State.FAILED);
            assertThat(models.find("broken").hindrance().orElseThrow()).contains("no source has the model");
        }
    }

    @Test
    void aModelThatDoesNotReproduceItsGoldenPairIsNotServed() throws IOException {
        try (ScorerModels models = models("regression")) {
            models.load();
            await().until(() -> models.find("regression").state() == State.READY);
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path golden = files.findFirst().orElseThrow();
            Files.writeString(golden, Files.readString(golden).replaceFirst("\"score\":[0-9.E-]+", "\"score\":7.5"));
        }

        try (ScorerModels models = models("regression")) {
            models.load();

            await().until(() -> models.find("regression").state() == State.FAILED);
            assertThat(models.find("regression").hindrance().orElseThrow()).contains("golden pair scores");
        }
    }

    @Test
    void unknownNamesAreRefusedNamingTheKnown() {
        try (ScorerModels models = models("regression", "logit")) {
            assertThatThrownBy(() -> models.require(Optional.of("x")))
                    .hasMessageContaining("'x'")
                    .hasMessageContaining("regression, logit");
        }
    }

    private ScorerModels models(String... names) {
        return new ScorerModels(new FakeHub(), List.of(names), new GoldenPairs(folder), Duration.ofMinutes(1));
    }
}
