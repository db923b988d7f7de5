package dev.majlis.trainer.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.database.Database;
import dev.majlis.mesh.database.DatabaseAddress;
import dev.majlis.mesh.database.Tables;
import dev.majlis.trainer.job.JobStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the job store at the first use, so that a database that is not there yet does not keep the service from starting. */
public final class Stores implements Supplier<JobStore>, AutoCloseable {
    private static final Tables TABLES = Tables.of(Stores.class, "trainer", "V1__jobs.sql", "V2__phase.sql");
    private static final int CONNECTIONS = 4;

    private final Settings settings;
    private final Clock clock;
    private Optional<JobStore> jobs = Optional.empty();

    /**
     * @param folder of the H2 file when there is no URL
     * @param url of a database server
     */
    public record Settings(Path folder, Optional<String> url, String user, String password) {}

    public Stores(Settings settings, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code overloaded} while the database cannot be opened */
    @Override
    public synchronized JobStore get() {
        if (jobs.isEmpty()) {
            DatabaseAddress address = DatabaseAddress.of(
                    settings.url(), settings.user(), settings.password(), settings.folder(), "trainer");
            jobs = Optional.of(new JdbcJobStore(Database.open(address, TABLES, CONNECTIONS), clock));
        }
        return jobs.get();
    }

    @Override
    public synchronized void close() {
        jobs.ifPresent(JobStore::close);
        jobs = Optional.empty();
    }
}
