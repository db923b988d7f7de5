package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.state.Document;
import dev.majlis.foe.state.DocumentKind;
import dev.majlis.foe.state.DocumentStore;
import java.util.List;
import java.util.function.Supplier;

/** Trained fusers of pools. Thread-safe; blocks. */
public final class Fusers {
    /** Of one pool; the oldest that are not promoted go. */
    private static final int KEPT = 50;

    private final Supplier<DocumentStore> store;
    private final Pools pools;

    public Fusers(Supplier<DocumentStore> store, Pools pools) {
        this.store = requireNonNull(store, "store is null");
        this.pools = requireNonNull(pools, "pools is null");
    }

    /** Keeps a fuser; the same one a second time changes nothing. */
    public void keep(FuserRecord fuser) {
        store.get()
                .insert(new Document(
                        DocumentKind.FUSER, fuser.id(), fuser.pool(), 1, fuser.createdAt(), Wire.write(fuser)));
        PoolRecord pool = pools.find(fuser.pool());
        List<FuserRecord> all = list(fuser.pool());
        all.stream()
                .limit(Math.max(0, all.size() - KEPT))
                .filter(old -> !pool.earlier().contains(old.id()))
                .filter(old -> pool.fuser().filter(old.id()::equals).isEmpty())
                .forEach(old -> store.get().delete(DocumentKind.FUSER, old.id()));
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_FUSER} */
    public FuserRecord find(String pool, String id) {
        return store.get()
                .find(DocumentKind.FUSER, id)
                .filter(document -> document.pool().equals(pool))
                .map(Fusers::read)
                .orElseThrow(() -> Failures.unknown("FUSER", id));
    }

    /** Oldest first. */
    public List<FuserRecord> list(String pool) {
        pools.find(pool);
        return store.get().list(DocumentKind.FUSER, pool).stream()
                .map(Fusers::read)
                .toList();
    }

    private static FuserRecord read(Document document) {
        return Wire.read(document.body(), FuserRecord.class);
    }
}
