package dev.majlis.trainer.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.trainer.job.JobStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the job store at the first use, so that a database that is not there yet does not keep the service from starting. */
public final class Stores implements Supplier<JobStore>, AutoCloseable {
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
            jobs = Optional.of(new JdbcJobStore(
                    settings.url()
                            .map(url -> Database.open(url, settings.user(), settings.password()))
                            .orElseGet(() -> Database.open(
                                    "jdbc:h2:file:"
                                            + settings.folder().toAbsolutePath().resolve("trainer")
                                            + ";DB_CLOSE_ON_EXIT=FALSE"
                                            // by default a commit is written up to half a second later, and an accepted
                                            // job would be gone when the process is killed before
                                            + ";WRITE_DELAY=0",
                                    "sa",
                                    "")),
                    clock));
        }
        return jobs.get();
    }

    @Override
    public synchronized void close() {
        jobs.ifPresent(JobStore::close);
        jobs = Optional.empty();
    }
}
