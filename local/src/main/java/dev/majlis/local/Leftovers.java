package dev.majlis.local;

import dev.majlis.local.MeshState.ProcessRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Processes of a launcher that was killed: they end by themselves soon, and a new start must not meet their ports and files. */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    /** Returns when none is left; ends by force what is still there after 20 s. */
    static void end(Home home, Console console) throws InterruptedException {
        List<ProcessHandle> left = MeshState.read(home.stateFile()).stream()
                .flatMap(state -> state.processes().stream())
                .map(MeshState.ProcessState::process)
                .filter(Objects::nonNull)
                .map(ProcessRef::handle)
                .flatMap(Optional::stream)
                .toList();
        left.forEach(ProcessHandle::destroy);
        Instant end = Instant.now().plus(PATIENCE);
        while (left.stream().anyMatch(ProcessHandle::isAlive)) {
            console.live("waiting for the processes of a launcher that was killed", "");
            if (Instant.now().isAfter(end)) {
                left.forEach(ProcessHandle::destroyForcibly);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
