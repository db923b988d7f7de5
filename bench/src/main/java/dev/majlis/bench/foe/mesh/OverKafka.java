package dev.majlis.bench.foe.mesh;

import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code foe-router.predict}. */
final class OverKafka implements Asker {
    static final Operation PREDICT = new Operation("foe-router", "predict");

    private final MeshClient mesh;
    private final Asking asking;
    private final Duration patience;

    OverKafka(MeshClient mesh, Asking asking, Duration patience) {
        this.mesh = mesh;
        this.asking = asking;
        this.patience = patience;
    }

    @Override
    public CompletionStage<Ending> ask(MadeUpRemarks.Remark remark) {
        Call call = Call.of(
                Hop.to(PREDICT),
                asking.body(remark),
                "foe-predict",
                Instant.now().plus(patience));
        return mesh.call(call).thenApply(reply -> Asking.read(reply.body())).exceptionally(OverKafka::failed);
    }

    /** The router's own word for a deadline is a code; the client's, that nobody answered, is a bare slug. */
    private static Ending failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof MeshException refusal)) {
            return new Ending.Lost(cause.toString());
        }
        boolean unanswered = refusal.slug() == ProblemSlug.DEADLINE_EXCEEDED
                && refusal.code().isEmpty();
        return unanswered
                ? new Ending.Lost(refusal.getMessage())
                : new Ending.Refused(refusal.code().orElse(refusal.slug().slug()));
    }
}
