package dev.majlis.cappy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.majlis.cappy.fake.FakeHub;
import dev.majlis.cappy.fake.FakeScorer;
import dev.majlis.cappy.model.ServedScorer.State;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.models.encode.PairScorer;
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

    private final FakeHub hub = new FakeHub();
    private final RecordedEvents events = new RecordedEvents();

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
        return new ScorerModels(hub, List.of(names), new GoldenPairs(folder), Duration.ofMillis(200), events);
    }

    @Test
    void aPublishedVersionTakesThePlaceOfTheOldOneWhichIsClosed() {
        try (ScorerModels models = loaded()) {
            PairScorer old = models.require(Optional.empty());

            models.offer(Publications.of("regression", "2", "MIT"));

            await().until(() -> version(models).equals("2"));
            assertThat(models.find("regression").published().orElseThrow().base())
                    .contains("base");
            await().until(() -> ((FakeScorer) old).closed());
            await().untilAsserted(() -> assertThat(events.all()).containsExactly("served regression 2"));
        }
    }

    @Test
    void aRequestKeepsItsScorerToTheEndAndSeesOneVersionOnly() {
        try (ScorerModels models = loaded()) {
            models.during(() -> {
                PairScorer mine = models.require(Optional.empty());
                models.offer(Publications.of("regression", "2", "MIT"));
                await().until(() -> events.all().contains("served regression 2"));

                assertThat(models.require(Optional.of("regression"))).isSameAs(mine);
                assertThat(((FakeScorer) mine).closed()).isFalse();
                return null;
            });

            assertThat(version(models)).isEqualTo("2");
        }
    }

    @Test
    void aVersionThatDoesNotLoadIsRefusedOnceAndTheOldOneStays() {
        try (ScorerModels models = loaded()) {
            models.offer(Publications.of("regression", "2", "away"));

            await().until(() -> models.find("regression").refusal().isPresent());
            assertThat(models.find("regression").refusal().orElseThrow())
                    .isEqualTo(new ServedScorer.Refusal("2", "the store is away"));
            assertThat(version(models)).isEqualTo("1");
            assertThat(models.ready()).isTrue();

            models.offer(Publications.of("regression", "3", "MIT"));
            await().until(() -> version(models).equals("3"));
            assertThat(models.find("regression").refusal()).isEmpty();
            await().untilAsserted(() -> assertThat(events.all())
                    .containsExactly("refused regression 2 the store is away", "served regression 3"));
        }
    }

    @Test
    void onlyTheNewestOfSeveralVersionsIsServed() {
        try (ScorerModels models = loaded()) {
            models.offer(Publications.of("regression", "2", "gated"));
            hub.awaitAtTheGate();
            models.offer(Publications.of("regression", "3", "MIT"));
            models.offer(Publications.of("regression", "4", "MIT"));
            hub.openGate();

            await().until(() -> version(models).equals("4"));
            await().untilAsserted(() -> assertThat(events.all()).containsExactly("served regression 4"));
        }
    }

    @Test
    void aModelThatIsOnlyPublishedComesAndGoes() {
        try (ScorerModels models = loaded()) {
            models.offer(Publications.of("house", "1", "MIT"));
            await().until(() -> events.all().contains("served house 1"));
            assertThat(models.require(Optional.of("house")).model().name()).isEqualTo("house");

            models.withdraw("house");

            await().until(() -> events.all().contains("withdrawn house"));
            assertThatThrownBy(() -> models.require(Optional.of("house"))).hasMessageContaining("'house'");
        }
    }

    @Test
    void aWithdrawnModelOfTheCatalogGoesBackToTheCatalogsVersion() {
        try (ScorerModels models = loaded()) {
            models.offer(Publications.of("regression", "2", "MIT"));
            await().until(() -> version(models).equals("2"));

            models.withdraw("regression");

            await().until(() -> version(models).equals("1"));
        }
    }

    private ScorerModels loaded() {
        ScorerModels models = models("regression");
        models.load();
        await().until(models::ready);
        return models;
    }

    private static String version(ScorerModels models) {
        return models.require(Optional.of("regression")).model().version();
    }
}
