package dev.majlis.gateway.kafka;

import dev.majlis.gateway.job.Jobs;
import dev.majlis.gateway.state.Stores;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Takes the answers of jobs from a work queue that all gateways read together. An answer is acknowledged when it is in the
 * database: a gateway that dies before leaves it to another one, or to itself after its restart.
 */
@ApplicationScoped
public class JobReplies {
    static final Operation OPERATION = new Operation("gateway", "job-replies");

    private final Stores stores;
    private final Jobs jobs;
    private Optional<RunningWorker> running = Optional.empty();

    @Inject
    public JobReplies(Stores stores, Jobs jobs) {
        this.stores = stores;
        this.jobs = jobs;
    }

    /** Opens the database, sends what was not sent before a crash, and begins to take answers. Once. */
    synchronized void start(Mesh mesh) {
        if (running.isPresent()) {
            return;
        }
        stores.open();
        running = Optional.of(mesh.start(
                Worker.of(OPERATION, byte[].class, "none", this::take),
                WorkerSettings.defaults().withMaxInFlight(4)));
    }

    private byte[] take(Task<byte[]> task) {
        String id = task.envelope()
                .replyTo()
                .map(ReplyAddress::correlationId)
                .orElseThrow(() -> new MeshException(ProblemSlug.MALFORMED_ENVELOPE, "no correlation id"));
        Reply reply = new Reply(task.envelope(), task.input());
        jobs.answered(id, reply.body(), task.envelope().error().map(slug -> failure(slug, task.input())));
        return new byte[0];
    }

    private static MeshException failure(String slug, byte[] body) {
        Problem problem = Json.read(body, Problem.class);
        ProblemSlug known = ProblemSlug.of(slug).orElse(ProblemSlug.INTERNAL);
        MeshException failure = new MeshException(known, problem.detail() == null ? known.title() : problem.detail());
        return problem.status() >= 400 ? failure.withStatus(problem.status()) : failure;
    }
}
