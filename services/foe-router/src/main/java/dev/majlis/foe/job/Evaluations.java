package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.serve.Pools;
import dev.majlis.foe.serve.Wire;
import dev.majlis.foe.state.Document;
import dev.majlis.foe.state.DocumentKind;
import dev.majlis.foe.state.DocumentStore;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.BlobStore;
import java.util.List;
import java.util.function.Supplier;

/** Reports on pools. Thread-safe; blocks. */
public final class Evaluations {
    /** Of one pool; the oldest go. */
    private static final int KEPT = 100;

    private final Supplier<DocumentStore> store;
    private final Pools pools;
    private final BlobStore blobs;

    public Evaluations(Supplier<DocumentStore> store, Pools pools, BlobStore blobs) {
        this.store = requireNonNull(store, "store is null");
        this.pools = requireNonNull(pools, "pools is null");
        this.blobs = requireNonNull(blobs, "blobs is null");
    }

    BlobRef put(byte[] content) {
        return blobs.put(content);
    }

    void keep(EvaluationRecord evaluation) {
        store.get()
                .insert(new Document(
                        DocumentKind.EVALUATION,
                        evaluation.id(),
                        evaluation.pool(),
                        1,
                        evaluation.createdAt(),
                        Wire.write(evaluation)));
        List<EvaluationRecord> all = list(evaluation.pool());
        all.stream().limit(Math.max(0, all.size() - KEPT)).forEach(old -> store.get()
                .delete(DocumentKind.EVALUATION, old.id()));
    }

    /** Oldest first. */
    public List<EvaluationRecord> list(String pool) {
        pools.find(pool);
        return store.get().list(DocumentKind.EVALUATION, pool).stream()
                .map(document -> Wire.read(document.body(), EvaluationRecord.class))
                .toList();
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_EVALUATION} */
    public EvaluationRecord find(String pool, String id) {
        return store.get()
                .find(DocumentKind.EVALUATION, id)
                .filter(document -> document.pool().equals(pool))
                .map(document -> Wire.read(document.body(), EvaluationRecord.class))
                .orElseThrow(() -> Failures.unknown("EVALUATION", id));
    }

    public byte[] content(BlobRef blob) {
        return blobs.get(blob);
    }
}
