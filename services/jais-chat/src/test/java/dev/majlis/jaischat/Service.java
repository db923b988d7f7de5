package dev.majlis.jaischat;

import static org.awaitility.Awaitility.await;

import dev.majlis.jaischat.openai.RequestReader;
import dev.majlis.jaischat.served.ServedModels;
import dev.majlis.jaischat.telemetry.ChatTelemetry;
import dev.majlis.mesh.telemetry.Usage;
import dev.majlis.models.text.GenerationRequest.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The whole service around a scripted engine, without HTTP and mesh. */
public final class Service implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ServedModels models;
    private final ChatService chat;
    private final List<Usage> usage = new CopyOnWriteArrayList<>();
    private final RequestReader reader = new RequestReader(Limits.defaults(), false);

    /** @param template of the catalog, {@code chatml} or {@code jais-13b-chat} */
    public Service(ScriptedEngine engine, String template) {
        models = new ServedModels(
                new ScriptedHub(() -> engine, Optional.of(template)),
                List.of("scripted"),
                model -> new GenerationDefaults(0.3, 0.9, 50, 1.2, 4),
                Duration.ofMillis(10),
                Clock.fixed(NOW, ZoneOffset.UTC));
        models.start();
        await().until(() -> models.unready().isEmpty());
        chat = new ChatService(
                models,
                Limits.defaults(),
                ChatTelemetry.NONE,
                usage::add,
                new PriceTable(Map.of("scripted", new PriceTable.Price(1000, 2000))),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> "id");
    }

    public ChatService chat() {
        return chat;
    }

    public RequestReader reader() {
        return reader;
    }

    public List<Usage> usage() {
        return usage;
    }

    public PreparedAnswer prepare(Endpoint endpoint, String body) {
        return chat.prepare(reader.read(endpoint, body.getBytes(StandardCharsets.UTF_8)), caller());
    }

    public static Caller caller() {
        return new Caller("acme", "c-1", Priority.INTERACTIVE, NOW.plusSeconds(60), 5);
    }

    @Override
    public void close() {
        models.close();
    }
}
