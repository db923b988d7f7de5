package dev.majlis.mesh;

import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.registry.ModelRegistry;
import dev.majlis.mesh.work.BatchWorker;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import java.util.Collection;
import java.util.List;

/** A service's connection to the mesh: one producer, one reply consumer, its workers. */
public interface Mesh extends AutoCloseable {

    /** Connects; topics are checked when a worker starts and when the client is first asked for. */
    static Mesh connect(MeshSettings settings) {
        return new KafkaMesh(settings);
    }

    /** For calls to other services; connects its reply consumer on first use. */
    MeshClient client();

    /** Declares the operation's topics where that is allowed, checks them, and begins to take records. */
    <I, O> RunningWorker start(Worker<I, O> worker, WorkerSettings settings);

    /** The same for batches. */
    <I, O> RunningWorker start(BatchWorker<I, O> worker, WorkerSettings settings);

    /**
     * Makes sure that the work queues of operations exist before anything is sent to them; creates them where allowed. Blocks. A
     * mesh without a broker has nothing to do.
     */
    default void require(Collection<Operation> operations) {}

    /** Publishes facts. */
    MeshEvents events();

    /** Which version of each trained model is current; begins to follow the registry's topic on first use. Blocks. */
    default ModelRegistry registry() {
        throw new MeshException(ProblemSlug.OVERLOADED, "this mesh has no model registry");
    }

    /** What hinders readiness, in words; empty when the mesh is ready. */
    List<String> unready();

    @Override
    void close();
}
