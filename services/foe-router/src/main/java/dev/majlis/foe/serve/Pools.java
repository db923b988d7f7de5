package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.foe.pool.CostWeights;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.state.Document;
import dev.majlis.foe.state.DocumentKind;
import dev.majlis.foe.state.DocumentStore;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Pools of experts, and which fuser serves each. Thread-safe; blocks. */
public final class Pools {
    private static final int MOST = 256;
    private static final int LABELS = 10_000;
    private static final int RACES = 20;

    private final Supplier<DocumentStore> store;
    private final Experts experts;
    private final Clock clock;

    public Pools(Supplier<DocumentStore> store, Experts experts, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.experts = requireNonNull(experts, "experts is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @throws MeshException {@code EXISTS}, {@code UNKNOWN_EXPERT}, {@code LABEL_NOT_IN_POOL}, {@code TOO_LARGE} */
    public PoolRecord make(Fields body) {
        String id = body.name("id");
        List<String> members = body.texts("experts", 1_000, 64);
        if (members.isEmpty() || members.size() > ExpertSet.LIMIT) {
            throw Failures.tooLarge(
                    "/experts has %d entries, 1 to %d are allowed".formatted(members.size(), ExpertSet.LIMIT));
        }
        List<Expert> resolved = new ArrayList<>();
        for (String member : members) {
            ExpertRecord expert = experts.find(member);
            if (expert.retired()) {
                throw Failures.unknown("EXPERT", member);
            }
            resolved.add(expert.registered().expert());
        }
        List<String> labels = labels(body.texts("labels", LABELS, 200), resolved);
        Optional<JsonNode> policy = body.find("default_policy");
        CostWeights weights = body.object("weights").map(Pools::weights).orElse(CostWeights.MONEY);
        DriftFallback onDrift = body.word("on_drift", DriftFallback.class).orElse(DriftFallback.NONE);
        body.refuseUnknown();
        Pool made = new Pool(id, resolved, labels);
        policy.ifPresent(node -> PolicyReader.read(node, made));
        if (store.get().list(DocumentKind.POOL).size() >= MOST) {
            throw Failures.tooLarge("there are " + MOST + " pools, which is the limit");
        }
        PoolRecord pool = new PoolRecord(
                id,
                members,
                labels,
                policy,
                weights,
                onDrift,
                Optional.empty(),
                List.of(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (!store.get().insert(new Document(DocumentKind.POOL, id, "", 1, pool.createdAt(), Wire.write(pool)))) {
            throw Failures.exists("pool", id);
        }
        return pool;
    }

    /** @throws MeshException {@code UNKNOWN_POOL} */
    public PoolRecord find(String id) {
        return read(document(id));
    }

    /** Changes whenever the pool does. */
    public long revision(String id) {
        return document(id).revision();
    }

    public List<PoolRecord> list() {
        return store.get().list(DocumentKind.POOL).stream().map(Pools::read).toList();
    }

    /** With everything that belongs to it. */
    public void delete(String id) {
        document(id);
        for (DocumentKind kind : List.of(DocumentKind.DATASET, DocumentKind.FUSER, DocumentKind.EVALUATION)) {
            store.get().list(kind, id).forEach(document -> store.get().delete(kind, document.id()));
        }
        store.get().delete(DocumentKind.POOL, id);
    }

    /** The fuser serves from now on. */
    public PoolRecord promote(String id, String fuser) {
        return change(id, pool -> pool.promoted(fuser));
    }

    /** @throws MeshException {@code NO_EARLIER_FUSER} */
    public PoolRecord rollback(String id) {
        return change(id, pool -> {
            if (pool.earlier().isEmpty()) {
                throw new MeshException(
                                ProblemSlug.UNPROCESSABLE_INPUT, "no fuser of pool '" + id + "' was promoted before")
                        .withStatus(409)
                        .withCode("NO_EARLIER_FUSER");
            }
            return pool.rolledBack();
        });
    }

    /** Experts of a pool as they are now. */
    public List<ExpertRecord> experts(PoolRecord pool) {
        return pool.experts().stream().map(experts::find).toList();
    }

    public Compatibility compatibility(PoolRecord pool) {
        return Compatibility.of(pool(pool));
    }

    public Pool pool(PoolRecord pool) {
        return new Pool(
                pool.id(),
                experts(pool).stream()
                        .map(expert -> expert.registered().expert())
                        .toList(),
                pool.labels());
    }

    private PoolRecord change(String id, UnaryOperator<PoolRecord> how) {
        for (int race = 0; race < RACES; race++) {
            Document before = document(id);
            PoolRecord after = how.apply(read(before));
            if (store.get().replace(before.changed(Wire.write(after)))) {
                return after;
            }
        }
        throw new MeshException(ProblemSlug.OVERLOADED, "pool '" + id + "' is changed by many at once");
    }

    private Document document(String id) {
        return store.get().find(DocumentKind.POOL, id).orElseThrow(() -> Failures.unknown("POOL", id));
    }

    private static List<String> labels(List<String> said, List<Expert> experts) {
        if (!said.isEmpty()) {
            return said;
        }
        Set<String> all = new LinkedHashSet<>();
        experts.stream()
                .filter(expert -> expert.kind() == ExpertKind.CLASSIFIER)
                .forEach(expert -> all.addAll(expert.labels()));
        return List.copyOf(all);
    }

    static CostWeights weights(Fields fields) {
        CostWeights weights = new CostWeights(
                fields.amount("money").orElse(0.0),
                fields.amount("ms").orElse(0.0),
                fields.amount("energy_j").orElse(0.0),
                fields.amount("tokens").orElse(0.0));
        fields.refuseUnknown();
        return weights;
    }

    private static PoolRecord read(Document document) {
        return Wire.read(document.body(), PoolRecord.class);
    }
}
