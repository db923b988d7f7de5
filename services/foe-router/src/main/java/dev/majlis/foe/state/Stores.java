package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.job.JobStore;
import dev.majlis.mesh.dedup.DedupDatabase;
import dev.majlis.mesh.dedup.DedupStore;
import dev.majlis.mesh.dedup.JdbcDedupStore;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Opens the database at the first use, so that one that is not there yet does not keep the service from starting. */
public final class Stores implements AutoCloseable {
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
        /** H2 writes what is committed at once: an output that was paid must outlive the process that dies next. */
        String address() {
            return url.orElseGet(() -> "jdbc:h2:file:" + folder.toAbsolutePath().resolve("foe-router")
                    + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0");
        }

        String name() {
            return url.isPresent() ? user : "sa";
        }

        String secret() {
            return url.isPresent() ? password : "";
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
            keys = Optional.of(openKeys());
            database = Optional.of(Database.open(settings.address(), settings.name(), settings.secret()));
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

    private DedupStore openKeys() {
        try {
            return new JdbcDedupStore(
                    DedupDatabase.open(settings.address(), settings.name(), settings.secret(), DEDUP_CONNECTIONS),
                    clock);
        } catch (IllegalStateException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the router's database cannot be opened", e);
        }
    }

    @Override
    public synchronized void close() {
        keys.ifPresent(DedupStore::close);
        database.ifPresent(Database::close);
        keys = Optional.empty();
        database = Optional.empty();
    }
}
