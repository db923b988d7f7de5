package dev.majlis.mesh.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.majlis.mesh.client.Chunk.Part;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackForwarderTest {
    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private final CompletableFuture<Map<String, List<String>>> seenHeaders = new CompletableFuture<>();
    private HttpServer server;
    private LoopbackForwarder forwarder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serverThreads);
        server.createContext("/cappy/v1/echo", exchange -> {
            seenHeaders.complete(Map.copyOf(exchange.getRequestHeaders()));
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .add("X-Query", String.valueOf(exchange.getRequestURI().getRawQuery()));
            exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(418, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/cappy/v1/events", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (byte part : "data: مجلس\n\n".getBytes(UTF_8)) {
                    out.write(part);
                    out.flush();
                }
            }
        });
        server.createContext("/cappy/v1/endless", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(": ping\n\n".getBytes(UTF_8));
                    out.flush();
                }
            } catch (IOException e) {
                clientGone.countDown();
            }
        });
        server.createContext("/cappy/v1/silent", exchange -> {
            try {
                clientGone.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        forwarder = new LoopbackForwarder(
                "cappy-scorer", List.of("/cappy/v1"), () -> server.getAddress().getPort(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        clientGone.countDown();
        server.stop(0);
        serverThreads.shutdownNow();
    }

    @Test
    void carriesAnyBytesBothWays() throws Exception {
        byte[] body = {0, (byte) 0xFF, 10, 13, (byte) 0x80};
        ForwardedCall call = Json.read(
                Json.write(new ForwardedCall("POST", "/cappy/v1/echo", "a=1&b=%20", Map.of(), body)),
                ForwardedCall.class);

        ForwardedAnswer answer = Json.read(Json.write(answer(call)), ForwardedAnswer.class);

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers()).containsEntry("x-query", List.of("a=1&b=%20"));
        assertThat(answer.headers()).doesNotContainKeys("content-length", "transfer-encoding", "connection");
    }

    @Test
    void dropsConnectionHeadersAndSecretsAndTellsTenantDeadlineAndTrace() throws Exception {
        ForwardedCall call = new ForwardedCall(
                "GET",
                "/cappy/v1/echo",
                null,
                Map.of(
                        "Connection", List.of("keep-alive, X-Mine"),
                        "X-Mine", List.of("1"),
                        "Authorization", List.of("Bearer mk_secret"),
                        "X-API-Key", List.of("mk_secret"),
                        "X-Majlis-Tenant", List.of("forged"),
                        "Accept", List.of("application/json")),
                null);
        assertThat(new String(Json.write(call), UTF_8)).doesNotContain("mk_secret");

        answer(call);

        Map<String, List<String>> headers = seenHeaders.get(5, TimeUnit.SECONDS);
        assertThat(headers).doesNotContainKeys("X-mine", "Authorization", "X-api-key");
        assertThat(headers).containsEntry("Accept", List.of("application/json"));
        assertThat(headers).containsEntry("X-majlis-tenant", List.of("acme"));
        assertThat(Long.parseLong(headers.get("X-request-timeout-ms").get(0))).isBetween(1L, 20_000L);
        assertThat(headers.get("Traceparent").get(0)).contains("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void emitsServerSentEventsAsTheyComeWithoutBreakingCharacters() throws Exception {
        FakeTask<ForwardedCall> task = task("/cappy/v1/events", true);

        ForwardedAnswer answer = forwarder.handle(task).toCompletableFuture().get(20, TimeUnit.SECONDS);

        assertThat(task.emitted().get(0)).isInstanceOfSatisfying(Part.Event.class, event -> assertThat(
                        event.event().get("status").asInt())
                .isEqualTo(200));
        String text = task.emitted().stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).delta())
                .collect(Collectors.joining());
        assertThat(text).isEqualTo("data: مجلس\n\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isNull();
    }

    @Test
    void givesServerSentEventsInOnePieceToWhomDoesNotStream() throws Exception {
        FakeTask<ForwardedCall> task = task("/cappy/v1/events", false);

        ForwardedAnswer answer = forwarder.handle(task).toCompletableFuture().get(20, TimeUnit.SECONDS);

        assertThat(new String(answer.body(), UTF_8)).isEqualTo("data: مجلس\n\n");
        assertThat(task.emitted()).isEmpty();
    }

    @Test
    void waitsForAServiceThatIsNotOpenYet() throws Exception {
        var looks = new AtomicInteger();
        var early = new LoopbackForwarder(
                "cappy-scorer",
                List.of("/cappy/v1"),
                () -> looks.incrementAndGet() < 5 ? -1 : server.getAddress().getPort(),
                Clock.systemUTC());

        ForwardedAnswer answer = early.handle(task("/cappy/v1/echo", false))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        assertThat(answer.status()).isEqualTo(418);
    }

    @Test
    void sendsNothingThatWasCancelledBeforeTheServiceOpened() {
        var open = new AtomicInteger(-1);
        var early = new LoopbackForwarder("cappy-scorer", List.of("/cappy/v1"), open::get, Clock.systemUTC());
        FakeTask<ForwardedCall> task = task("/cappy/v1/echo", false);
        CompletableFuture<ForwardedAnswer> answer = early.handle(task).toCompletableFuture();

        task.cancel();
        open.set(server.getAddress().getPort());

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(MeshException.class)
                .hasMessageContaining("cancelled");
        assertThat(seenHeaders).isNotDone();
    }

    @Test
    void isTriedAgainWhenTheServiceDoesNotOpen() {
        var looks = new AtomicInteger();
        InstantSource hours = () -> Instant.now().plusSeconds(3_600L * looks.get());
        var closed = new LoopbackForwarder(
                "cappy-scorer", List.of("/cappy/v1"), () -> -looks.incrementAndGet(), hours.withZone(ZoneOffset.UTC));

        assertThatThrownBy(() -> closed.handle(task("/cappy/v1/echo", false))
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.OVERLOADED))
                .hasMessageContaining("yet");
    }

    @Test
    void closesTheConnectionWhenCancelledWhileStreaming() throws Exception {
        FakeTask<ForwardedCall> task = task("/cappy/v1/endless", true);
        CompletableFuture<ForwardedAnswer> answer = forwarder.handle(task).toCompletableFuture();
        await().untilAsserted(() -> assertThat(task.emitted()).hasSizeGreaterThan(1));

        task.cancel();

        assertThat(clientGone.await(10, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(answer).isCompletedExceptionally());
    }

    @Test
    void endsAtOnceWhenCancelledBeforeTheServiceAnswers() {
        FakeTask<ForwardedCall> task = task("/cappy/v1/silent", false);
        CompletableFuture<ForwardedAnswer> answer = forwarder.handle(task).toCompletableFuture();

        task.cancel();

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(MeshException.class)
                .hasMessageContaining("cancelled");
    }

    @Test
    void answersDeadlineExceededForASilentService() {
        FakeTask<ForwardedCall> task = new FakeTask<>(
                new ForwardedCall("GET", "/cappy/v1/silent", null, Map.of(), null),
                false,
                Instant.now().plusMillis(200));

        assertThatThrownBy(() -> forwarder.handle(task).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.DEADLINE_EXCEEDED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/metrics",
                "/cappy/v1/../../q/metrics",
                "/cappy/v1/%2e%2e/q",
                "/cappy/v1/..",
                "/cappy/v1//x",
                "/cappy/v1/a%2Fb",
                "/cappy/v10",
                "/cappy",
                "cappy/v1",
                "/cappy/v1/a b",
                "/cappy/v1/a?b",
                "/cappy/v1/a#b"
            })
    void forwardsNoOtherPath(String path) {
        assertThatThrownBy(() -> forwarder.handle(task(path, false)))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.NOT_FOUND));
    }

    @Test
    void mayBeTriedAgainWhenTheServiceIsNotThere() {
        server.stop(0);

        assertThatThrownBy(() -> forwarder
                        .handle(task("/cappy/v1/echo", false))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.OVERLOADED));
    }

    private ForwardedAnswer answer(ForwardedCall call) throws Exception {
        FakeTask<ForwardedCall> task = new FakeTask<>(call, false, Instant.now().plus(Duration.ofSeconds(20)));
        return forwarder.handle(task).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static FakeTask<ForwardedCall> task(String path, boolean streaming) {
        return new FakeTask<>(
                new ForwardedCall("GET", path, null, Map.of(), null),
                streaming,
                Instant.now().plus(Duration.ofSeconds(20)));
    }
}
