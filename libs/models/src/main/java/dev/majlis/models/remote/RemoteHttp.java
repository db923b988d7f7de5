package dev.majlis.models.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** JSON over HTTP without blocking anybody: silence limits, retries while nothing was emitted, bounded bodies. Thread-safe. */
final class RemoteHttp implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 4 << 20;
    private static final int MAX_BODY_BYTES = 32 << 20;
    private static final int MAX_ERROR_BYTES = 16 << 10;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final RemoteSettings settings;
    private final ObjectMapper mapper = new ObjectMapper();
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;
    private final HttpClient client;
    private final AtomicInteger inFlight = new AtomicInteger();

    RemoteHttp(RemoteSettings settings) {
        this.settings = settings;
        this.threads = Executors.newCachedThreadPool(task -> daemon(task, "remote-" + settings.name()));
        this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "remote-timer-" + settings.name()));
        timer.setRemoveOnCancelPolicy(true);
        this.client = HttpClient.newBuilder()
                .executor(threads)
                .connectTimeout(settings.connectTimeout())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A call in flight; cancelling it closes the connection. */
    static final class Call<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicLong lastSign = new AtomicLong(System.nanoTime());
        private volatile boolean emitted;
        private volatile CompletableFuture<?> exchange;

        CompletableFuture<T> result() {
            return result;
        }

        /** From now on a failure is final. */
        void emitted() {
            emitted = true;
            lastSign.set(System.nanoTime());
        }

        void cancel() {
            result.cancel(false);
            CompletableFuture<?> running = exchange;
            if (running != null) {
                running.cancel(true);
            }
        }
    }

    /** Posts and hands on the body's lines; the call ends with the body. */
    Call<Void> stream(URI uri, JsonNode body, BiConsumer<Call<Void>, String> lines) {
        var call = new Call<Void>();
        Consumer<String> consumer = line -> {
            if (call.result.isDone()) {
                throw new IllegalStateException("the call has ended");
            }
            lines.accept(call, line);
        };
        start(call, post(uri, body), () -> new LineSubscriber(MAX_LINE_BYTES, consumer));
        return call;
    }

    /** Posts and reads a JSON answer. */
    Call<JsonNode> post(URI uri, JsonNode body, Duration limit) {
        return json(post(uri, body), limit);
    }

    Call<JsonNode> get(URI uri, Duration limit) {
        return json(builder(uri).GET().build(), limit);
    }

    private Call<JsonNode> json(HttpRequest request, Duration limit) {
        var text = new Call<String>();
        var call = new Call<JsonNode>();
        whenDone(text.result, (body, failure) -> {
            if (failure != null) {
                call.result.completeExceptionally(RemoteFailure.ofCause(settings, failure));
                return;
            }
            try {
                call.result.complete(mapper.readTree(body));
            } catch (JsonProcessingException e) {
                call.result.completeExceptionally(
                        new ModelException(Code.ENGINE, "model '" + settings.name() + "' answered no JSON", e));
            }
        });
        whenDone(call.result, (value, failure) -> {
            if (!text.result.isDone()) {
                text.cancel();
            }
        });
        start(text, request, () -> new BoundedBody(MAX_BODY_BYTES, true));
        after(
                limit,
                text.result,
                () -> text.result.completeExceptionally(new ModelException(
                        Code.ENGINE,
                        "model '" + settings.name() + "' gave no answer within " + limit.toMillis() + " ms")));
        return call;
    }

    private HttpRequest post(URI uri, JsonNode body) {
        return builder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }

    private HttpRequest.Builder builder(URI uri) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
        settings.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        return builder;
    }

    private <T> void start(Call<T> call, HttpRequest request, Supplier<BodySubscriber<T>> subscriber) {
        if (inFlight.incrementAndGet() > settings.maxConcurrent()) {
            inFlight.decrementAndGet();
            call.result.completeExceptionally(new ModelException(
                    Code.OVERLOADED,
                    "model '" + settings.name() + "' has " + settings.maxConcurrent() + " requests in flight",
                    Duration.ofSeconds(1)));
            return;
        }
        ScheduledFuture<?> watch = watch(call);
        whenDone(call.result, (value, failure) -> {
            inFlight.decrementAndGet();
            watch.cancel(false);
            CompletableFuture<?> running = call.exchange;
            if (running != null && !running.isDone()) {
                running.cancel(true);
            }
        });
        attempt(call, request, subscriber, 1);
    }

    private <T> void attempt(Call<T> call, HttpRequest request, Supplier<BodySubscriber<T>> subscriber, int number) {
        if (call.result.isDone()) {
            return;
        }
        call.lastSign.set(System.nanoTime());
        CompletableFuture<HttpResponse<Answer<T>>> exchange =
                client.sendAsync(request, info -> answer(info, subscriber));
        call.exchange = exchange;
        whenDone(exchange, (response, failure) -> {
            ModelException problem = failure != null
                    ? RemoteFailure.ofCause(settings, failure)
                    : response.body().problem().orElse(null);
            if (problem == null) {
                call.result.complete(response.body().value());
            } else if (!call.emitted && number < settings.attempts() && RemoteFailure.worthRetrying(problem)) {
                after(
                        FIRST_PAUSE.multipliedBy(number),
                        call.result,
                        () -> attempt(call, request, subscriber, number + 1));
            } else {
                call.result.completeExceptionally(problem);
            }
        });
    }

    /** The body of a success, or what a failure means. */
    private record Answer<T>(T value, Optional<ModelException> problem) {}

    private <T> BodySubscriber<Answer<T>> answer(
            HttpResponse.ResponseInfo info, Supplier<BodySubscriber<T>> subscriber) {
        if (info.statusCode() / 100 == 2) {
            return BodySubscribers.mapping(subscriber.get(), value -> new Answer<>(value, Optional.empty()));
        }
        return BodySubscribers.mapping(
                new BoundedBody(MAX_ERROR_BYTES, false),
                text -> new Answer<>(
                        null,
                        Optional.of(RemoteFailure.ofStatus(
                                settings,
                                info.statusCode(),
                                text,
                                info.headers().firstValue("Retry-After")))));
    }

    /** Ends a call that has been silent for too long. */
    private ScheduledFuture<?> watch(Call<?> call) {
        long limit = settings.idleTimeout().toNanos();
        long period = Math.max(1_000_000, limit / 4);
        return timer.scheduleWithFixedDelay(
                () -> {
                    if (System.nanoTime() - call.lastSign.get() > limit) {
                        call.result.completeExceptionally(new ModelException(
                                Code.ENGINE,
                                "model '" + settings.name() + "' was silent for "
                                        + settings.idleTimeout().toMillis() + " ms"));
                    }
                },
                period,
                period,
                TimeUnit.NANOSECONDS);
    }

    /** Runs a task later, unless the stage is done before. */
    void after(Duration delay, CompletionStage<?> stage, Runnable task) {
        ScheduledFuture<?> timed = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        whenDone(stage, (value, failure) -> timed.cancel(false));
    }

    static <T> void whenDone(CompletionStage<T> stage, BiConsumer<T, Throwable> action) {
        CompletionStage<T> unused = stage.whenComplete(action);
    }

    ObjectMapper mapper() {
        return mapper;
    }

    /** Parses one event. */
    JsonNode parse(String json) {
        try {
            return mapper.readTree(json);
        } catch (IOException e) {
            throw new ModelException(Code.ENGINE, "model '" + settings.name() + "' sent an event that is no JSON", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdown();
    }
}
