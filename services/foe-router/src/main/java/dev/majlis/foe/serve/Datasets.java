package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.state.Document;
import dev.majlis.foe.state.DocumentKind;
import dev.majlis.foe.state.DocumentStore;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Labelled rows of pools. Thread-safe; blocks. */
public final class Datasets {
    private static final int MOST = 100;
    private static final int RACES = 20;
    private static final int KEPT_REJECTS = 100;

    private final Supplier<DocumentStore> store;
    private final Pools pools;
    private final HostedModels models;
    private final RowParts parts;
    private final Clock clock;
    private final int mostRows;

    /** @param mostRows of one data set */
    public Datasets(
            Supplier<DocumentStore> store,
            Pools pools,
            HostedModels models,
            RowParts parts,
            Clock clock,
            int mostRows) {
        this.store = requireNonNull(store, "store is null");
        this.pools = requireNonNull(pools, "pools is null");
        this.models = requireNonNull(models, "models is null");
        this.parts = requireNonNull(parts, "parts is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.mostRows = mostRows;
    }

    /**
     * What became of rows.
     *
     * @param accepted rows of the request that are in the data set now, whether they were before or not
     * @param rejects the first hundred
     */
    public record Added(DatasetRecord dataset, int accepted, int rejected, List<RejectedRow> rejects) {}

    /**
     * Adds rows; those with an id that is there already are not added again.
     *
     * @throws MeshException {@code EMPTY_DATASET}, {@code LEAKED_ROWS}, {@code TOO_LARGE}; when no row is usable, the code of the
     *     first one's failure
     */
    public Added add(String pool, String name, Optional<DatasetRole> role, RowSource source) throws IOException {
        PoolRecord members = pools.find(pool);
        Fields.name("/name", name);
        Optional<Document> there = store.get().find(DocumentKind.DATASET, key(pool, name));
        DatasetRole as =
                role.or(() -> there.map(document -> read(document).role())).orElse(DatasetRole.FUSER);
        List<ExpertRecord> experts = pools.experts(members);
        Intake intake = intake(new RowReader(as, members, experts), source);
        if (intake.rows.isEmpty()) {
            throw intake.nothing();
        }
        requireUnseen(members, experts, as, intake);
        for (int race = 0; race < RACES; race++) {
            Optional<Added> added = tryAdd(pool, name, as, intake);
            if (added.isPresent()) {
                return added.get();
            }
        }
        throw new MeshException(ProblemSlug.OVERLOADED, "data set '" + name + "' is changed by many at once");
    }

    /** @throws MeshException {@code UNKNOWN_DATASET} */
    public DatasetRecord find(String pool, String name) {
        pools.find(pool);
        return store.get()
                .find(DocumentKind.DATASET, key(pool, name))
                .map(Datasets::read)
                .orElseThrow(() -> Failures.unknown("DATASET", name));
    }

    public List<DatasetRecord> list(String pool) {
        pools.find(pool);
        return store.get().list(DocumentKind.DATASET, pool).stream()
                .map(Datasets::read)
                .toList();
    }

    /** Every row, in the order they came. */
    public List<DatasetRow> rows(DatasetRecord dataset) {
        List<DatasetRow> rows = new ArrayList<>(dataset.rows());
        parts.read(dataset, rows::add);
        return rows;
    }

    /** Whether an expert of the pool was trained on an input, by its hash, as far as that is known. */
    public LongPredicate trainedOn(PoolRecord pool, List<ExpertRecord> experts) {
        List<LongPredicate> known = new ArrayList<>();
        for (ExpertRecord expert : experts) {
            if (expert.endpoint() instanceof Endpoint.Hosted hosted) {
                known.add(models.trainedOn(hosted.model()));
            }
        }
        known.add(among(pool.id(), role -> role == DatasetRole.EXPERT_TRAIN));
        return hash -> known.stream().anyMatch(trained -> trained.test(hash));
    }

    private LongPredicate among(String pool, Predicate<DatasetRole> roles) {
        long[] hashes = list(pool).stream()
                .filter(dataset -> roles.test(dataset.role()))
                .flatMap(dataset -> rows(dataset).stream())
                .mapToLong(row -> InputKey.hash(row.input()))
                .sorted()
                .toArray();
        return hash -> Arrays.binarySearch(hashes, hash) >= 0;
    }

    private Optional<Added> tryAdd(String pool, String name, DatasetRole role, Intake intake) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Document> before = store.get().find(DocumentKind.DATASET, key(pool, name));
        DatasetRecord old =
                before.map(Datasets::read).orElseGet(() -> new DatasetRecord(pool, name, role, 0, List.of(), now, now));
        if (old.role() != role) {
            throw Failures.exists("data set of role " + old.role().word(), name);
        }
        if (before.isEmpty() && store.get().list(DocumentKind.DATASET, pool).size() >= MOST) {
            throw Failures.tooLarge("pool '" + pool + "' has " + MOST + " data sets, which is the limit");
        }
        Intake fresh = intake.without(rows(old));
        if (old.rows() + fresh.rows.size() > mostRows) {
            throw Failures.tooLarge("data set '%s' would have %d rows, the limit is %d"
                    .formatted(name, old.rows() + fresh.rows.size(), mostRows));
        }
        if (fresh.rows.isEmpty() && before.isPresent()) {
            return Optional.of(new Added(old, fresh.accepted, fresh.rejected, fresh.rejects));
        }
        DatasetRecord after = old.with(parts.write(fresh.rows), fresh.rows.size(), now);
        boolean written = before.map(document -> store.get().replace(document.changed(Wire.write(after))))
                .orElseGet(() -> store.get()
                        .insert(new Document(DocumentKind.DATASET, key(pool, name), pool, 1, now, Wire.write(after))));
        return written
                ? Optional.of(new Added(after, fresh.accepted, fresh.rejected, fresh.rejects))
                : Optional.empty();
    }

    private Intake intake(RowReader reader, RowSource source) throws IOException {
        Intake intake = new Intake();
        for (Optional<RawRow> raw = source.next(); raw.isPresent(); raw = source.next()) {
            if (intake.seen() >= mostRows) {
                throw Failures.tooLarge("more than " + mostRows + " rows");
            }
            try {
                if (raw.get().failure() != null) {
                    throw raw.get().failure();
                }
                intake.take(raw.get().place(), reader.read(raw.get().json()));
            } catch (MeshException e) {
                intake.reject(raw.get().place(), e);
            }
        }
        return intake;
    }

    private void requireUnseen(PoolRecord pool, List<ExpertRecord> experts, DatasetRole role, Intake intake) {
        LongPredicate forbidden = role == DatasetRole.EXPERT_TRAIN
                ? among(pool.id(), other -> other != DatasetRole.EXPERT_TRAIN)
                : trainedOn(pool, experts);
        List<String> leaked = new ArrayList<>();
        for (int row = 0; row < intake.rows.size(); row++) {
            if (forbidden.test(InputKey.hash(intake.rows.get(row).input()))) {
                leaked.add(intake.places.get(row).toString());
            }
        }
        if (!leaked.isEmpty()) {
            throw Failures.leakedRows(leaked);
        }
    }

    private static String key(String pool, String name) {
        return pool + "/" + name;
    }

    private static DatasetRecord read(Document document) {
        return Wire.read(document.body(), DatasetRecord.class);
    }

    /** Rows of one request. */
    private static final class Intake {
        private final List<DatasetRow> rows = new ArrayList<>();
        private final List<RowPlace> places = new ArrayList<>();
        private final List<RejectedRow> rejects = new ArrayList<>();
        private final Set<String> ids = new HashSet<>();
        private int accepted;
        private int rejected;
        private Optional<MeshException> firstFailure = Optional.empty();

        int seen() {
            return accepted + rejected;
        }

        void take(RowPlace place, DatasetRow row) {
            if (!ids.add(row.id())) {
                reject(place, Failures.invalid("/id", "'" + row.id() + "' stands in an earlier row too"));
                return;
            }
            rows.add(row);
            places.add(place);
            accepted++;
        }

        void reject(RowPlace place, MeshException why) {
            rejected++;
            if (firstFailure.isEmpty()) {
                String code = why.code().orElse("INVALID_FIELD");
                firstFailure =
                        Optional.of(new MeshException(ProblemSlug.INVALID_REQUEST, place + ": " + why.getMessage())
                                .withStatus(why.status())
                                .withCode(code));
            }
            if (rejects.size() < KEPT_REJECTS) {
                rejects.add(new RejectedRow(place, why.code().orElse("INVALID_FIELD"), why.getMessage()));
            }
        }

        MeshException nothing() {
            return firstFailure.orElseGet(Failures::emptyDataset);
        }

        /** Those that are new; one that is there with other content is rejected. */
        Intake without(List<DatasetRow> known) {
            Map<String, DatasetRow> byId = new HashMap<>();
            known.forEach(row -> byId.put(row.id(), row));
            Intake fresh = new Intake();
            fresh.rejected = rejected;
            fresh.rejects.addAll(rejects);
            for (int i = 0; i < rows.size(); i++) {
                DatasetRow row = rows.get(i);
                DatasetRow same = byId.get(row.id());
                if (same == null) {
                    fresh.take(places.get(i), row);
                } else if (Arrays.equals(Json.write(same), Json.write(row))) {
                    fresh.accepted++;
                } else {
                    fresh.reject(
                            places.get(i),
                            Failures.exists("another row with id", row.id()).withCode("ROW_CHANGED"));
                }
            }
            return fresh;
        }
    }
}
