package dev.majlis.cappy.fake;

import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshEvents;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.client.Scattered;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.registry.InMemoryModelRegistry;
import dev.majlis.mesh.registry.ModelRegistry;
import dev.majlis.mesh.work.BatchWorker;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** A mesh without a broker: remembers the workers, answers calls by a function. */
public final class OfflineMesh implements Mesh, MeshClient {
    private final List<Worker<?, ?>> workers = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private Function<Call, Object> answers = call -> {
        throw new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "nobody answers");
    };

    private final ModelRegistry registry = new InMemoryModelRegistry(Clock.systemUTC());

    public List<Worker<?, ?>> workers() {
        return workers;
    }

    public List<Call> calls() {
        return new ArrayList<>(calls);
    }

    /** Sets who answers; forgets earlier calls. */
    public void answer(Function<Call, Object> value) {
        calls.clear();
        this.answers = value;
    }

    @Override
    public MeshClient client() {
        return this;
    }

    @Override
    public <I, O> RunningWorker start(Worker<I, O> worker, WorkerSettings settings) {
        workers.add(worker);
        return new Idle();
    }

    @Override
    public <I, O> RunningWorker start(BatchWorker<I, O> worker, WorkerSettings settings) {
        throw new UnsupportedOperationException("no batches here");
    }

    @Override
    public MeshEvents events() {
        return (topic, kind, key, tenant, fact) -> CompletableFuture.completedFuture(null);
    }

    @Override
    public ModelRegistry registry() {
        return registry;
    }

    @Override
    public List<String> unready() {
        return List.of();
    }

    @Override
    public CompletionStage<Reply> call(Call call) {
        calls.add(call);
        try {
            return CompletableFuture.completedFuture(new Reply(null, Json.write(answers.apply(call))));
        } catch (MeshException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public Flow.Publisher<StreamItem> stream(Call call) {
        throw new UnsupportedOperationException("no streams here");
    }

    @Override
    public Flow.Publisher<StreamItem> resume(String correlationId, long fromSeq) {
        throw new UnsupportedOperationException("no streams here");
    }

    @Override
    public CompletionStage<Scattered> scatter(List<Call> all, Instant deadline) {
        throw new UnsupportedOperationException("no scatter here");
    }

    @Override
    public CompletionStage<String> send(Call call, String replyTopic) {
        throw new UnsupportedOperationException("no jobs here");
    }

    @Override
    public void cancel(String correlationId) {
        // nobody listens
    }

    @Override
    public void close() {
        // nothing is open
    }

    private static final class Idle implements RunningWorker {
        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void pause() {
            // takes nothing anyway
        }

        @Override
        public void resume() {
            // takes nothing anyway
        }

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
