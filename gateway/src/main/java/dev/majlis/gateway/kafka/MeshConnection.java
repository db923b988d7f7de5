package dev.majlis.gateway.kafka;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.client.Scattered;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The gateway's connection to the mesh. Connects in the background, so that a gateway that starts before its broker waits instead
 * of dying: until then every call fails with {@code overloaded} and the gateway is not ready.
 */
public final class MeshConnection implements MeshClient, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MeshConnection.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Supplier<Mesh> connect;
    private final ScheduledThreadPoolExecutor executor;
    private final Set<Operation> present = ConcurrentHashMap.newKeySet();
    private volatile Optional<Mesh> mesh = Optional.empty();
    private volatile Optional<MeshClient> client = Optional.empty();
    private volatile String hindrance = "the mesh is being connected";
    private volatile boolean closed;

    /** What is done once with the connected mesh, for example starting a worker; tried again when it fails. */
    @FunctionalInterface
    public interface OnConnect {
        void connected(Mesh mesh);
    }

    public MeshConnection(Supplier<Mesh> connect) {
        this.connect = requireNonNull(connect, "connect is null");
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "mesh-connection");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to connect. */
    public void open(Collection<Operation> operations, OnConnect onConnect) {
        executor.execute(() -> attempt(operations, onConnect));
    }

    /** Makes sure, in the background, that the queues of operations exist; does nothing for those that are known. */
    public void require(Collection<Operation> operations) {
        if (!present.containsAll(operations) && client.isPresent()) {
            executor.execute(() -> {
                try {
                    mesh.orElseThrow().require(operations);
                    present.addAll(operations);
                } catch (RuntimeException e) {
                    LOG.warnf("queues of %s are not there: %s", operations, e.getMessage());
                }
            });
        }
    }

    /** What hinders readiness, in words. */
    public List<String> unready() {
        if (client.isEmpty()) {
            return List.of(hindrance);
        }
        return new ArrayList<>(mesh.orElseThrow().unready());
    }

    @Override
    public CompletionStage<Reply> call(Call call) {
        return client.map(connected -> connected.call(call))
                .orElseGet(() -> CompletableFuture.failedFuture(notConnected()));
    }

    @Override
    public Flow.Publisher<StreamItem> stream(Call call) {
        return connected().stream(call);
    }

    @Override
    public Flow.Publisher<StreamItem> resume(String correlationId, long fromSeq) {
        return connected().resume(correlationId, fromSeq);
    }

    @Override
    public CompletionStage<Scattered> scatter(List<Call> calls, Instant deadline) {
        return connected().scatter(calls, deadline);
    }

    @Override
    public CompletionStage<String> send(Call call, String replyTopic) {
        return client.map(connected -> connected.send(call, replyTopic))
                .orElseGet(() -> CompletableFuture.failedFuture(notConnected()));
    }

    @Override
    public void cancel(String correlationId) {
        client.ifPresent(connected -> connected.cancel(correlationId));
    }

    @Override
    public void close() {
        closed = true;
        executor.shutdownNow();
    }

    private void attempt(Collection<Operation> operations, OnConnect onConnect) {
        try {
            if (mesh.isEmpty()) {
                mesh = Optional.of(connect.get());
            }
            Mesh connected = mesh.orElseThrow();
            connected.require(operations);
            MeshClient ready = connected.client();
            onConnect.connected(connected);
            present.addAll(operations);
            client = Optional.of(ready);
            LOG.info("connected to the mesh");
        } catch (RuntimeException e) {
            hindrance = "the mesh cannot be connected: " + e.getMessage();
            LOG.warn(hindrance);
            if (!closed) {
                var unused = executor.schedule(
                        () -> attempt(operations, onConnect), RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private MeshClient connected() {
        return client.orElseThrow(MeshConnection::notConnected);
    }

    private static MeshException notConnected() {
        return new MeshException(ProblemSlug.OVERLOADED, "the gateway is not connected to the mesh yet")
                .withRetryAfter(RETRY);
    }
}
