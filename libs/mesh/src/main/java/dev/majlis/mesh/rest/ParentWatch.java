package dev.majlis.mesh.rest;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices that the process which started us is gone (configuration {@code majlis.parent-pid}), so that no orphan stays behind,
 * not even when the launcher was killed hard. A number that another process has taken over, and a zombie, count as gone.
 */
public final class ParentWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final long pid;
    private final Optional<Instant> started;
    private final Runnable gone;
    private final Thread thread;

    private ParentWatch(long pid, Runnable gone) {
        this.pid = pid;
        this.started = startOf(pid);
        this.gone = requireNonNull(gone, "gone is null");
        this.thread = new Thread(this::watch, "parent-watch");
        thread.setDaemon(true);
    }

    /** Runs {@code gone} once, on a daemon thread, within a second after process {@code pid} has ended. */
    public static ParentWatch start(long pid, Runnable gone) {
        ParentWatch watch = new ParentWatch(pid, gone);
        watch.thread.start();
        return watch;
    }

    /**
     * Ends this JVM when process {@code pid} has ended: orderly, and hard when that takes longer than {@code patience}. Exit code
     * 143, as after a termination signal.
     */
    public static ParentWatch exitWith(long pid, Duration patience) {
        return start(pid, () -> {
            Thread exit = new Thread(() -> System.exit(143), "parent-gone");
            exit.start();
            try {
                exit.join(patience.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(143);
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        try {
            while (alive()) {
                Thread.sleep(EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            return; // closed
        }
        gone.run();
    }

    private boolean alive() {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.isPresent() && startOf(pid).equals(started) && !zombie();
    }

    private static Optional<Instant> startOf(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().startInstant());
    }

    /** Field 3 of {@code /proc/<pid>/stat}, after the name in parentheses; false where there is no such file. */
    private boolean zombie() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            int end = stat.lastIndexOf(')');
            return end > 0 && stat.length() > end + 2 && stat.charAt(end + 2) == 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}
