package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.job.JobStore;
import dev.majlis.mesh.database.Database;
import dev.majlis.mesh.database.DatabaseAddress;
import dev.majlis.mesh.database.Tables;
import dev.majlis.mesh.dedup.DedupStore;
import dev.majlis.mesh.dedup.JdbcDedupStore;
import dev.majlis.mesh.error.MeshException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Opens the database at the first use, so that one that is not there yet does not keep the service from starting. */
public final class Stores implements AutoCloseable {
    private static final Tables TABLES = Tables.of(Stores.class, "foe", "V1__foe.sql");
    private static final int CONNECTIONS = 8;
    private static final int DEDUP_CONNECTIONS = 4;

    private final Settings settings;
    private final Clock clock;
    private Optional<Database> database = Optional.empty();
    private Optional<DedupStore> keys = Optional.empty();

    /**
     * @param folder of the H2 file when there is no URL
     * @param url of a database server
     */
    public record Settings(Path folder, Optional<String> url, String user, String password) {
        DatabaseAddress address() {
            return DatabaseAddress.of(url, user, password, folder, "foe-router");
        }
    }

    public Stores(Settings settings, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @throws MeshException {@code overloaded} while the database cannot be opened */
    private synchronized Database database() {
        if (database.isEmpty()) {
            // before ours: its migrations want an empty schema or their own history
            keys = Optional.of(JdbcDedupStore.open(settings.address(), DEDUP_CONNECTIONS, clock));
            database = Optional.of(Database.open(settings.address(), TABLES, CONNECTIONS));
        }
        return database.get();
    }

    public DocumentStore documents() {
        return new JdbcDocumentStore(database());
    }

    public OutputCache outputs() {
        return new JdbcOutputCache(database());
    }

    public JobStore jobs() {
        return new JdbcJobStore(database(), clock);
    }

    public DecisionStore decisions() {
        return new JdbcDecisionStore(database());
    }

    /** Idempotency keys. */
    public synchronized DedupStore keys() {
        database();
        return keys.orElseThrow();
    }

    @Override
    public synchronized void close() {
        keys.ifPresent(DedupStore::close);
        database.ifPresent(Database::close);
        keys = Optional.empty();
        database = Optional.empty();
    }
}
