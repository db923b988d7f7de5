package dev.majlis.jaischat.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.jaischat.FakeTask;
import dev.majlis.jaischat.Limits;
import dev.majlis.jaischat.ScriptedEngine;
import dev.majlis.jaischat.Service;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatWorkerTest {
    private static final String BODY =
            "{\"model\":\"scripted\",\"n\":2,\"temperature\":1,\"max_tokens\":4%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String WITHOUT_SEED = BODY.formatted("");

    private final ScriptedEngine engine = new ScriptedEngine();
    private final Service service = new Service(engine, "chatml");
    private final ChatWorker worker = new ChatWorker(
            service.chat(),
            service.reader(),
            "scripted",
            Limits.defaults(),
            Duration.ofSeconds(60),
            Clock.fixed(Service.NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void aRequestWithoutSeedThatIsDeliveredAgainIsAnsweredTheSame() {
        FakeTask task = FakeTask.of("c-1", "acme", Optional.empty(), WITHOUT_SEED);

        JsonNode first = answer(task);
        JsonNode again = answer(task.deliveredAgain());

        assertThat(engine.requests().get(1).sampling())
                .isEqualTo(engine.requests().get(0).sampling());
        assertThat(again.get("choices")).isEqualTo(first.get("choices"));
    }

    @Test
    void whoNamesNoModelGetsTheServicesFirst() {
        JsonNode answer = answer(
                FakeTask.of("c-1", "acme", Optional.empty(), WITHOUT_SEED.replace("\"model\":\"scripted\",", "")));

        assertThat(answer.path("model").asText()).isEqualTo("scripted");
        assertThat(answer.path("choices")).hasSize(2);
    }

    @Test
    void twoCallsWithoutSeedDrawApart() {
        assertThat(seed(FakeTask.of("c-1", "acme", Optional.empty(), WITHOUT_SEED)))
                .isNotEqualTo(seed(FakeTask.of("c-2", "acme", Optional.empty(), WITHOUT_SEED)));
    }

    @Test
    void aClientThatAsksAgainUnderItsIdempotencyKeyDrawsTheSame() {
        long first = seed(FakeTask.of("c-1", "acme", Optional.of("order-7"), WITHOUT_SEED));

        assertThat(seed(FakeTask.of("c-2", "acme", Optional.of("order-7"), WITHOUT_SEED)))
                .isEqualTo(first);
        assertThat(seed(FakeTask.of("c-3", "acme", Optional.of("order-8"), WITHOUT_SEED)))
                .isNotEqualTo(first);
        assertThat(seed(FakeTask.of("c-4", "other", Optional.of("order-7"), WITHOUT_SEED)))
                .isNotEqualTo(first);
    }

    @Test
    void theClientsOwnSeedGoesFirst() {
        assertThat(seed(FakeTask.of("c-1", "acme", Optional.of("order-7"), BODY.formatted(",\"seed\":3"))))
                .isEqualTo(3);
    }

    private long seed(FakeTask task) {
        answer(task);
        return engine.lastRequest().sampling().seed();
    }

    private JsonNode answer(FakeTask task) {
        return worker.handle(task).toCompletableFuture().join();
    }
}
