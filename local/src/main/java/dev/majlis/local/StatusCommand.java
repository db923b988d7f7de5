package dev.majlis.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows what runs, where, and how much memory it takes; exit code 3 when nothing runs. */
@Command(name = "status", description = "Shows what runs, and where.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int NOTHING_RUNS = 3;

    @ParentCommand
    private Majlis majlis;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Console console = Console.standard();
        Optional<MeshState> running = MeshState.running(majlis.home().stateFile());
        if (running.isEmpty()) {
            console.line(json ? "{\"running\":false}" : "nothing is running: start with ./majlis up");
            return NOTHING_RUNS;
        }
        MeshState state = running.get();
        if (json) {
            console.line(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(state));
            return 0;
        }
        Table table = new Table("service", "phase", "pid", "address", "health and metrics", "memory", "restarts");
        long sum = 0;
        for (MeshState.ProcessState process : state.processes()) {
            long pid = process.process() == null ? 0 : process.process().pid();
            long kib = residentKiB(pid);
            sum += kib;
            table.row(
                    process.name(),
                    process.phase(),
                    pid == 0 ? "-" : Long.toString(pid),
                    "localhost:" + process.port(),
                    process.managementPort() == 0
                            ? ""
                            : "http://localhost:%d/q/health".formatted(process.managementPort()),
                    "%d MiB".formatted(kib >> 10),
                    Integer.toString(process.restarts()));
        }
        console.line(table.text());
        console.line("together %d MiB".formatted(sum >> 10));
        return 0;
    }

    private static long residentKiB(long pid) throws java.io.IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }
}
