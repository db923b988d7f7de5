package dev.majlis.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What runs, as written to {@code state.json}.
 *
 * @param launcher the supervising process
 * @param ready whether every service has been ready once
 * @param processes broker and services
 */
record MeshState(ProcessRef launcher, boolean ready, List<ProcessState> processes) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    MeshState {
        processes = List.copyOf(processes);
    }

    /**
     * A process, told apart from a later one with the same number by its start.
     *
     * @param pid process number
     * @param startedAt epoch milliseconds as the system tells them; 0 when it does not
     */
    record ProcessRef(long pid, long startedAt) {

        static ProcessRef of(ProcessHandle process) {
            return new ProcessRef(
                    process.pid(),
                    process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
        }

        /** The process, while it is that one and alive. */
        Optional<ProcessHandle> handle() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> of(process).startedAt() == startedAt);
        }
    }

    /**
     * @param name of the service
     * @param process that runs it; null while it is being restarted
     * @param port HTTP port, or the broker's
     * @param managementPort health and metrics; 0 for the broker
     * @param phase {@code starting}, {@code ready}, {@code restarting} or {@code stopped}
     * @param restarts since the launcher started
     */
    record ProcessState(String name, ProcessRef process, int port, int managementPort, String phase, int restarts) {}

    static Optional<MeshState> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), MeshState.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The state of a launcher that is alive. */
    static Optional<MeshState> running(Path file) {
        return read(file).filter(state -> state.launcher().handle().isPresent());
    }

    void write(Path file) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            JSON.writeValue(draft.toFile(), this);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LauncherException("cannot write %s: is the disk full?".formatted(file), e);
        }
    }

    Optional<ProcessState> process(String name) {
        return processes.stream().filter(process -> process.name().equals(name)).findFirst();
    }
}
