package dev.majlis.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeshIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static Mesh asker;

    record Say(String text) {}

    record Said(String text) {}

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(folder, 0);
        asker = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "asker"));
    }

    @AfterAll
    static void stop() {
        asker.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(MeshSettings.Source.class)
    void answersACall(MeshSettings.Source source) {
        Operation shout = new Operation("shouter-" + source.name().toLowerCase(java.util.Locale.ROOT), "shout");
        try (Mesh mesh = mesh(shout, source)) {
            var running = mesh.start(
                    Worker.of(
                            shout,
                            Say.class,
                            "said",
                            task -> new Said(task.input().text().toUpperCase(java.util.Locale.ROOT))),
                    WorkerSettings.defaults());

            Reply reply = ask(Call.of(Hop.to(shout), new Say("salaam"), "say", soon()))
                    .join();

            assertThat(reply.as(Said.class)).isEqualTo(new Said("SALAAM"));
            assertThat(running.ready()).isTrue();
            assertThat(mesh.unready()).isEmpty();
        }
    }

    @Test
    void carriesOneStreamOverTwoHops() {
        Operation first = new Operation("two-hops", "first");
        Operation second = new Operation("two-hops", "second");
        try (Mesh mesh = mesh(first, MeshSettings.Source.SHARE)) {
            mesh.start(
                    Worker.of(first, Say.class, "say", task -> {
                        for (String word : List.of("peace ", "be ")) {
                            task.emit(new Chunk.Part.Text(0, word, 1, null));
                        }
                        return new Say(task.input().text() + "!");
                    }),
                    WorkerSettings.defaults());
            mesh.start(
                    Worker.of(second, Say.class, "said", task -> {
                        task.emit(new Chunk.Part.Text(0, "upon you", 2, null));
                        return new Said(task.input().text()
                                + task.parameters().path("mark").asText());
                    }),
                    WorkerSettings.defaults());
            var last = new Hop(
                    second,
                    new com.fasterxml.jackson.databind.node.ObjectNode(
                                    com.fasterxml.jackson.databind.node.JsonNodeFactory.instance)
                            .put("mark", "?"));

            List<StreamItem> items = stream(call(RoutingSlip.of(Hop.to(first), last), new Say("hm")));

            String text = items.stream()
                    .filter(StreamItem.Delta.class::isInstance)
                    .map(item -> ((StreamItem.Delta) item).chunk().delta())
                    .reduce("", String::concat);
            assertThat(text).isEqualTo("peace be upon you");
            var end = (StreamItem.End) items.get(items.size() - 1);
            assertThat(end.reply().as(Said.class)).isEqualTo(new Said("hm!?"));
        }
    }

    @Test
    void triesATransientFailureAgainAndThenAnswers() {
        Operation shaky = new Operation("shaky", "work");
        var tries = new AtomicInteger();
        try (Mesh mesh = mesh(shaky, MeshSettings.Source.SHARE)) {
            mesh.start(
                    Worker.of(shaky, Say.class, "said", task -> {
                        if (tries.incrementAndGet() < 3) {
                            throw new MeshException(ProblemSlug.MODEL_FAILED, "not yet");
                        }
                        return new Said("attempt " + task.envelope().attempt());
                    }),
                    WorkerSettings.defaults().withRetryDelays(List.of(Duration.ofMillis(200), Duration.ofMillis(400))));

            Reply reply =
                    ask(Call.of(Hop.to(shaky), new Say("x"), "say", soon())).join();

            assertThat(reply.as(Said.class)).isEqualTo(new Said("attempt 2"));
        }
    }

    @Test
    void answersLateWorkWithoutDoingIt() {
        Operation late = new Operation("late", "work");
        var done = new AtomicInteger();
        try (Mesh mesh = mesh(late, MeshSettings.Source.SHARE)) {
            CompletionStage<Reply> pending = asker.client()
                    .call(Call.of(
                            Hop.to(late), new Say("x"), "say", Instant.now().plusMillis(300)));
            await().atMost(PATIENCE).until(() -> pending.toCompletableFuture().isDone());
            mesh.start(
                    Worker.of(late, Say.class, "said", task -> {
                        done.incrementAndGet();
                        return new Said("done " + task.input().text());
                    }),
                    WorkerSettings.defaults());

            Reply sentinel =
                    ask(Call.of(Hop.to(late), new Say("y"), "say", soon())).join();

            assertThat(sentinel.as(Said.class)).isEqualTo(new Said("done y"));
            assertThat(done).hasValue(1);
            assertThat(pending.toCompletableFuture()).isCompletedExceptionally();
        }
    }

    @Test
    void stopsWorkThatWasCancelled() throws Exception {
        Operation slow = new Operation("slow", "work");
        var began = new CountDownLatch(1);
        var stopped = new CompletableFuture<Boolean>();
        try (Mesh mesh = mesh(slow, MeshSettings.Source.SHARE)) {
            mesh.start(new Endless(slow, began, stopped), WorkerSettings.defaults());
            CompletionStage<Reply> pending = asker.client().call(Call.of(Hop.to(slow), new Say("x"), "say", soon()));
            assertThat(began.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();

            pending.toCompletableFuture().cancel(true);

            assertThat(stopped.get(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    private record Endless(Operation operation, CountDownLatch began, CompletableFuture<Boolean> stopped)
            implements Worker<Say, Said> {
        @Override
        public Class<Say> input() {
            return Say.class;
        }

        @Override
        public String outputSchema() {
            return "said";
        }

        @Override
        public CompletionStage<Said> handle(dev.majlis.mesh.work.Task<Say> task) {
            var output = new CompletableFuture<Said>();
            task.onCancel(() -> {
                stopped.complete(task.cancelled());
                output.complete(new Said("half"));
            });
            began.countDown();
            return output;
        }
    }

    private static Mesh mesh(Operation operation, MeshSettings.Source source) {
        return Mesh.connect(
                MeshSettings.of(broker.bootstrapServers(), operation.service()).withSource(source));
    }

    private static CompletableFuture<Reply> ask(Call call) {
        return asker.client().call(call).toCompletableFuture();
    }

    private static Call call(RoutingSlip slip, Object body) {
        return new Call(
                slip,
                body,
                "say",
                "default",
                Optional.empty(),
                Optional.empty(),
                soon(),
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.empty());
    }

    private static List<StreamItem> stream(Call call) {
        var all = new CompletableFuture<List<StreamItem>>();
        asker.client().stream(call).subscribe(new Flow.Subscriber<>() {
            private final List<StreamItem> items = new ArrayList<>();

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(StreamItem item) {
                items.add(item);
            }

            @Override
            public void onError(Throwable failure) {
                all.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                all.complete(items);
            }
        });
        return all.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    private static Instant soon() {
        return Instant.now().plus(PATIENCE);
    }
}
