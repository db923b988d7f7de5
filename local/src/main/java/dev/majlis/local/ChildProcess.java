package dev.majlis.local;

import dev.majlis.local.MeshState.ProcessRef;
import dev.majlis.local.MeshState.ProcessState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One supervised process: started, started again with growing delay when it ends by itself, stopped when asked. Its output
 * goes to a log of bounded size.
 */
final class ChildProcess {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofSeconds(60);
    private static final long MAX_LOG_BYTES = 20L << 20;
    private static final int SHOWN_LINES = 5;

    private final ServiceSpec spec;
    private final int port;
    private final int managementPort;
    private final Path log;
    private final Supplier<List<String>> command;
    private final Console console;
    private final Consumer<ChildProcess> changed;
    private final Thread thread;

    private volatile Process process;
    private volatile String phase = "starting";
    private final java.util.concurrent.atomic.AtomicInteger restarts = new java.util.concurrent.atomic.AtomicInteger();
    private volatile boolean stopping;

    /** @param changed is told when the process or its phase is another */
    ChildProcess(
            ServiceSpec spec,
            int port,
            int managementPort,
            Path log,
            Supplier<List<String>> command,
            Console console,
            Consumer<ChildProcess> changed) {
        this.spec = spec;
        this.port = port;
        this.managementPort = managementPort;
        this.log = log;
        this.command = command;
        this.console = console;
        this.changed = changed;
        this.thread = new Thread(this::supervise, "supervise " + spec.name());
        this.thread.setDaemon(true);
    }

    /** Begin of the line that tells of a start in a log. */
    static String startLine(String name) {
        return "--- %s starts".formatted(name);
    }

    void start() {
        thread.start();
    }

    ServiceSpec spec() {
        return spec;
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    boolean ready() {
        return phase.equals("ready");
    }

    int restarts() {
        return restarts.get();
    }

    void markReady() {
        if (!ready() && !stopping) {
            phase = "ready";
            changed.accept(this);
        }
    }

    ProcessState state() {
        Process current = process;
        ProcessRef ref = current == null || !current.isAlive() ? null : ProcessRef.of(current.toHandle());
        return new ProcessState(spec.name(), ref, port, managementPort, phase, restarts.get());
    }

    /** Asks it to end. */
    void stop() {
        stopping = true;
        phase = "stopped";
        Process current = process;
        if (current != null) {
            current.destroy();
        }
        thread.interrupt();
    }

    /** Waits for its end; ends it by force after {@code patience}. */
    void join(Duration patience) {
        Process current = process;
        if (current == null) {
            return;
        }
        try {
            if (!current.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                current.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps the log within bounds: what was written moves to {@code <log>.1}. */
    void boundLog() {
        try {
            if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
                Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                try (var file = new RandomAccessFile(log.toFile(), "rw")) {
                    file.setLength(0);
                }
            }
        } catch (IOException e) {
            console.line("the log %s could not be shortened: %s".formatted(log, e.getMessage()));
        }
    }

    private void supervise() {
        Duration delay = FIRST_DELAY;
        while (!stopping) {
            Instant began = Instant.now();
            int code = run();
            if (stopping) {
                return;
            }
            if (Duration.between(began, Instant.now()).compareTo(STEADY) > 0) {
                delay = FIRST_DELAY;
            }
            restarts.incrementAndGet();
            phase = "restarting";
            changed.accept(this);
            console.line("%s ended with code %d; it starts again in %d s. Its last lines:"
                    .formatted(spec.name(), code, delay.toSeconds()));
            LogTail.last(log, SHOWN_LINES).forEach(line -> console.line("  | " + line));
            if (!sleep(delay)) {
                return;
            }
            delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay.multipliedBy(2);
            phase = "starting";
        }
    }

    private int run() {
        try {
            Files.writeString(
                    log,
                    "%s %s%n".formatted(startLine(spec.name()), Instant.now()),
                    StandardCharsets.UTF_8,
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
            process = new ProcessBuilder(command.get())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            changed.accept(this);
            if (stopping) {
                process.destroy();
            }
            return process.waitFor();
        } catch (IOException | LauncherException e) {
            console.line("%s could not be started: %s".formatted(spec.name(), e.getMessage()));
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static boolean sleep(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
