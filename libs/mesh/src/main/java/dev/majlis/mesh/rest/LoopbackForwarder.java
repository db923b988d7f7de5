package dev.majlis.mesh.rest;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The worker {@code <service>.rest}: does HTTP calls that came over Kafka against the service's own port, so that every REST path
 * of a service can be reached through the mesh without another implementation. Never blocks a worker thread. A call that was
 * redelivered is done again: paths that write need an {@code Idempotency-Key}.
 */
public final class LoopbackForwarder implements Worker<ForwardedCall, ForwardedAnswer> {
    /** Largest answer that is carried, bytes. */
    public static final int MAX_ANSWER = 16 << 20;

    /** How long a service may take from its first worker to its open port. */
    private static final Duration OPENING = Duration.ofSeconds(10);

    private static final Executor LOOK_AGAIN = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    private static final Duration LONGEST = RequestHeaders.MAX_TIMEOUT;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Operation operation;
    private final AllowedPaths allowed;
    private final IntSupplier port;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @param service its name, for the operation {@code <service>.rest}
     * @param prefixes the only paths that are forwarded, whole segments
     * @param port of the service on the loopback address; asked at each call, not positive before it is open
     */
    public LoopbackForwarder(String service, List<String> prefixes, IntSupplier port, Clock clock) {
        this.operation = new Operation(service, "rest");
        this.allowed = new AllowedPaths(prefixes);
        this.port = requireNonNull(port, "port is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Class<ForwardedCall> input() {
        return ForwardedCall.class;
    }

    @Override
    public String outputSchema() {
        return ForwardedAnswer.SCHEMA;
    }

    @Override
    public CompletionStage<ForwardedAnswer> handle(Task<ForwardedCall> task) {
        ForwardedCall call = task.input();
        allowed.require(call.path());
        if (!METHODS.contains(call.method())) {
            throw MeshException.invalid(
                    "/method", "one of " + METHODS.stream().sorted().toList());
        }
        return opened(clock.instant().plus(OPENING))
                .thenCompose(open -> exchange(task, call, open))
                .thenApply(HttpResponse::body)
                .exceptionally(failure -> failed(call, failure));
    }

    /** Records come as soon as the worker has started, which is before the service takes connections. */
    private CompletableFuture<Integer> opened(Instant latest) {
        int open = port.getAsInt();
        if (open > 0) {
            return CompletableFuture.completedFuture(open);
        }
        if (clock.instant().isAfter(latest)) {
            return CompletableFuture.failedFuture(
                    new MeshException(ProblemSlug.OVERLOADED, "the service does not take connections yet"));
        }
        return CompletableFuture.supplyAsync(() -> latest, LOOK_AGAIN).thenCompose(this::opened);
    }

    private CompletableFuture<HttpResponse<ForwardedAnswer>> exchange(
            Task<ForwardedCall> task, ForwardedCall call, int open) {
        if (task.cancelled()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        CompletableFuture<HttpResponse<ForwardedAnswer>> exchange = http.sendAsync(
                request(task, call, open),
                head -> new AnswerBody(task, head.statusCode(), head.headers().map()));
        task.onCancel(() -> exchange.cancel(true));
        return exchange;
    }

    private HttpRequest request(Task<ForwardedCall> task, ForwardedCall call, int open) {
        String query = call.query() == null ? "" : "?" + call.query();
        Duration left = task.deadline()
                .map(deadline -> Duration.between(clock.instant(), deadline))
                .filter(duration -> duration.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        HttpRequest.Builder builder;
        try {
            builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + open + call.path() + query));
        } catch (IllegalArgumentException e) {
            throw new MeshException(ProblemSlug.INVALID_REQUEST, "path or query is no URI", e);
        }
        long millis = Math.max(1, left.toMillis());
        builder.timeout(Duration.ofMillis(millis))
                .method(
                        call.method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        builder.setHeader(RequestFacts.TENANT, task.envelope().tenant());
        builder.setHeader(RequestFacts.TIMEOUT, Long.toString(millis));
        traceParent(task.envelope().trace()).forEach(builder::setHeader);
        return builder.build();
    }

    private static Map<String, String> traceParent(Map<String, String> trace) {
        String parent = trace.get("traceparent");
        return parent == null ? Map.of() : Map.of("traceparent", parent);
    }

    /** A call that did not reach the service may be tried again; one that did is answered 502, for it may have had its effect. */
    private static ForwardedAnswer failed(ForwardedCall call, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof MeshException mesh) {
            throw mesh;
        }
        if (cause instanceof ConnectException) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the service does not take connections", cause);
        }
        if (cause instanceof HttpTimeoutException) {
            throw new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "the service did not answer in time", cause);
        }
        if (cause instanceof CancellationException) {
            throw new MeshException(ProblemSlug.CANCELLED, "cancelled", cause);
        }
        if (cause instanceof IOException) {
            MeshException broken =
                    new MeshException(ProblemSlug.MODEL_FAILED, "the service broke the connection", cause);
            return new ForwardedAnswer(
                    502,
                    Map.of("content-type", List.of(Problem.MEDIA_TYPE)),
                    Json.write(Problem.of(broken, call.path(), null)));
        }
        throw new MeshException(ProblemSlug.INTERNAL, "internal error", cause);
    }
}
