package dev.majlis.local;

import dev.majlis.local.MeshState.ProcessRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Stops everything. */
@Command(name = "down", description = "Stops broker and services.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(19);

    @ParentCommand
    private Majlis majlis;

    @Override
    public Integer call() throws InterruptedException {
        Home home = majlis.home();
        Console console = Console.standard();
        Optional<MeshState> state = MeshState.read(home.stateFile());
        List<ProcessHandle> processes = state.stream()
                .flatMap(found -> found.processes().stream())
                .map(MeshState.ProcessState::process)
                .filter(Objects::nonNull)
                .map(ProcessRef::handle)
                .flatMap(Optional::stream)
                .toList();
        Optional<ProcessHandle> launcher =
                state.flatMap(found -> found.launcher().handle());
        if (launcher.isEmpty() && processes.isEmpty()) {
            console.line("nothing is running");
            return 0;
        }
        Instant began = Instant.now();
        launcher.ifPresentOrElse(ProcessHandle::destroy, () -> processes.forEach(ProcessHandle::destroy));
        Instant end = began.plus(PATIENCE);
        while (Instant.now().isBefore(end)
                && (launcher.filter(ProcessHandle::isAlive).isPresent()
                        || processes.stream().anyMatch(ProcessHandle::isAlive))) {
            console.live(
                    "stopping",
                    "· %d s".formatted(Duration.between(began, Instant.now()).toSeconds()));
            TimeUnit.MILLISECONDS.sleep(200);
        }
        launcher.filter(ProcessHandle::isAlive).ifPresent(ProcessHandle::destroyForcibly);
        processes.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        console.line("stopped in %.1f s"
                .formatted(Duration.between(began, Instant.now()).toMillis() / 1e3));
        return 0;
    }
}
