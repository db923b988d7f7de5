package dev.majlis.gateway.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.gateway.job.JobStore;
import dev.majlis.mesh.database.Database;
import dev.majlis.mesh.database.DatabaseAddress;
import dev.majlis.mesh.database.Tables;
import dev.majlis.mesh.dedup.DedupStore;
import dev.majlis.mesh.dedup.JdbcDedupStore;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What the gateway must not forget: jobs and idempotency keys. Opened once, off the event loop; all access goes through a small
 * pool of threads with a bounded queue, so that a slow disk slows only those requests that need it.
 */
public final class Stores implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 4_096;
    private static final Tables TABLES = Tables.of(Stores.class, "gateway", "V1__jobs.sql");
    private static final int CONNECTIONS = 4;

    private final Settings settings;
    private final Clock clock;
    private final ThreadPoolExecutor threads;
    private Optional<JobStore> jobs = Optional.empty();
    private Optional<DedupStore> dedup = Optional.empty();

    /**
     * @param folder of the H2 files when there is no URL
     * @param url of a database server that all gateways share
     */
    public record Settings(Path folder, Optional<String> url, String user, String password) {}

    public Stores(Settings settings, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "gateway-state");
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Opens both; blocks. Can be tried again after a failure. */
    public synchronized void open() {
        if (dedup.isEmpty()) {
            dedup = Optional.of(JdbcDedupStore.open(address("dedup"), CONNECTIONS, clock));
        }
        if (jobs.isEmpty()) {
            jobs = Optional.of(new JdbcJobStore(Database.open(address("gateway"), TABLES, CONNECTIONS), clock));
        }
    }

    public synchronized JobStore jobs() {
        open();
        return jobs.orElseThrow();
    }

    public synchronized DedupStore dedup() {
        open();
        return dedup.orElseThrow();
    }

    /** Runs on a thread that may block; fails with {@code overloaded} when too much is waiting. */
    public <T> CompletableFuture<T> run(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new MeshException(ProblemSlug.OVERLOADED, "too many requests wait for the gateway's database", e));
        }
    }

    @Override
    public synchronized void close() {
        threads.shutdown();
        jobs.ifPresent(JobStore::close);
        dedup.ifPresent(DedupStore::close);
        jobs = Optional.empty();
        dedup = Optional.empty();
    }

    private DatabaseAddress address(String file) {
        if (settings.url().isEmpty()) {
            try {
                Files.createDirectories(settings.folder());
            } catch (IOException e) {
                throw new MeshException(ProblemSlug.OVERLOADED, "the folder of the gateway's state cannot be made", e);
            }
        }
        return DatabaseAddress.of(settings.url(), settings.user(), settings.password(), settings.folder(), file);
    }
}
