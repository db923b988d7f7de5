package dev.majlis.jaischat.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.majlis.jaischat.ScriptedEngine;
import dev.majlis.jaischat.ScriptedHub;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.TextEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ServedModelsTest {

    @Test
    void isNotReadyBeforeTheModelIsLoaded() {
        var gate = new CountDownLatch(1);
        try (ServedModels models = models(
                () -> {
                    awaitQuietly(gate);
                    return new ScriptedEngine();
                },
                "chatml")) {
            models.start();

            assertThat(models.unready()).contains("scripted is loading");
            assertThatThrownBy(() -> models.require("scripted"))
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.LOADING));

            gate.countDown();
            await().until(() -> models.unready().isEmpty());
            assertThat(models.require("scripted").template().name()).isEqualTo("chatml");
            assertThat(models.ready().toCompletableFuture()).isCompleted();
        }
    }

    @Test
    void triesAgainWhatDidNotLoad() {
        var tries = new AtomicInteger();
        try (ServedModels models = models(
                () -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new ModelException(Code.UNAVAILABLE, "no source holds the file");
                    }
                    return new ScriptedEngine();
                },
                "chatml")) {
            models.start();

            await().until(() -> models.unready().isEmpty());
            assertThat(tries).hasValue(3);
        }
    }

    @Test
    void doesNotServeAModelWhoseSelfTestFails() {
        try (ServedModels models = models(BrokenEngine::new, "chatml")) {
            models.start();

            await().until(() ->
                    models.unready().filter(why -> why.contains("self-test")).isPresent());
            assertThatThrownBy(() -> models.require("scripted")).hasMessageContaining("self-test of 'scripted' failed");
        }
    }

    @Test
    void namesTheModelsThatThereAre() {
        try (ServedModels models = models(ScriptedEngine::new, "chatml")) {
            assertThatThrownBy(() -> models.require("nobody"))
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN_MODEL))
                    .hasMessage("model 'nobody' is not served here; there are [scripted]");
        }
    }

    private static ServedModels models(Supplier<TextEngine> engine, String template) {
        return new ServedModels(
                new ScriptedHub(engine, Optional.of(template)),
                List.of("scripted"),
                ServedModel::defaults,
                Duration.ofMillis(5),
                Clock.systemUTC());
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
