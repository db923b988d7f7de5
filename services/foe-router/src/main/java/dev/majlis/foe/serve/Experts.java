package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.state.Document;
import dev.majlis.foe.state.DocumentKind;
import dev.majlis.foe.state.DocumentStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The registry of experts. Thread-safe; blocks. */
public final class Experts {
    private static final int MOST = 1_000;

    private final Supplier<DocumentStore> store;
    private final ExpertReader reader;
    private final HostedModels models;
    private final Clock clock;

    public Experts(Supplier<DocumentStore> store, ExpertReader reader, HostedModels models, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.models = requireNonNull(models, "models is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code EXISTS}, or what is wrong with the body */
    public ExpertRecord register(Fields body) {
        String id = body.name("id");
        ExpertRecord expert = reader.read(id, body, 1);
        body.refuseUnknown();
        if (store.get().list(DocumentKind.EXPERT).size() >= MOST) {
            throw Failures.tooLarge("there are " + MOST + " experts, which is the limit");
        }
        Document document = new Document(
                DocumentKind.EXPERT, id, "", 1, clock.instant().truncatedTo(ChronoUnit.MILLIS), Wire.write(expert));
        if (!store.get().insert(document)) {
            throw Failures.exists("expert", id);
        }
        return expert;
    }

    /** A new version. {@code expected_version} of the body must be the current one where it is given. */
    public ExpertRecord change(String id, Fields body) {
        Document before = document(id);
        ExpertRecord old = current(read(before));
        body.optionalName("id").filter(named -> !named.equals(id)).ifPresent(named -> {
            throw Failures.invalid("/id", "is '" + named + "', the path names '" + id + "'");
        });
        body.optionalText("expected_version", 128)
                .filter(expected -> !expected.equals(old.version()))
                .ifPresent(expected -> {
                    throw Failures.versionConflict(id, expected, old.version());
                });
        ExpertRecord expert = reader.read(id, body, (int) before.revision() + 1);
        body.refuseUnknown();
        replace(before, expert);
        return expert;
    }

    /** It stays as it is where a pool has it. */
    public ExpertRecord retire(String id) {
        for (Document pool : store.get().list(DocumentKind.POOL)) {
            if (Wire.read(pool.body(), PoolRecord.class).experts().contains(id)) {
                throw Failures.inUse("expert '" + id + "' belongs to pool '" + pool.id() + "'");
            }
        }
        Document before = document(id);
        ExpertRecord retired = read(before).retiredAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        replace(before, retired);
        return retired;
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_EXPERT} */
    public ExpertRecord find(String id) {
        return current(read(document(id)));
    }

    public List<ExpertRecord> list() {
        return store.get().list(DocumentKind.EXPERT).stream()
                .map(Experts::read)
                .map(this::current)
                .toList();
    }

    private void replace(Document before, ExpertRecord expert) {
        if (!store.get().replace(before.changed(Wire.write(expert)))) {
            String now = find(before.id()).version();
            throw Failures.versionConflict(before.id(), read(before).version(), now);
        }
    }

    private Document document(String id) {
        return store.get().find(DocumentKind.EXPERT, id).orElseThrow(() -> Failures.unknown("EXPERT", id));
    }

    /** With the version that is published now, where the expert follows the registry. */
    private ExpertRecord current(ExpertRecord expert) {
        if (expert.pinned() || !(expert.endpoint() instanceof Endpoint.Hosted hosted)) {
            return expert;
        }
        Optional<String> version = models.version(hosted.model());
        return version.map(expert::withVersion).orElse(expert);
    }

    private static ExpertRecord read(Document document) {
        return Wire.read(document.body(), ExpertRecord.class);
    }
}
