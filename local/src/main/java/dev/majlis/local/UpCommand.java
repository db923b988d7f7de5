package dev.majlis.local;

import dev.majlis.models.LocalModelHub;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Builds what changed, fetches the default models, starts broker and services, waits until all are ready. */
@Command(
        name = "up",
        description = "Builds if needed, fetches models, starts broker and services, waits until ready.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @ParentCommand
    private Majlis majlis;

    @Option(names = "-d", description = "Run in the background; stop with ./majlis down.")
    private boolean detached;

    @Option(names = "--only", split = ",", description = "Only these services, for example gateway,jais-chat.")
    private List<String> only = List.of();

    @Option(names = "--all", description = "All services, also those that are not started by default.")
    private boolean all;

    @Option(names = "--port", description = "Port of the gateway (default: ${DEFAULT-VALUE}).", defaultValue = "8080")
    private int port;

    @Option(names = "--no-build", description = "Start what was built before.")
    private boolean noBuild;

    @Override
    public Integer call() throws Exception {
        Home home = majlis.home();
        Console console = Console.standard();
        List<ServiceSpec> services = chosen();
        home.create();
        if (MeshState.running(home.stateFile()).isPresent()) {
            throw new LauncherException("Majlis is running here already: see ./majlis status, or ./majlis down");
        }
        StoreSettings store = StoreSettings.defaults();
        HomeLock lock = HomeLock.take(home);
        try {
            Leftovers.end(home, console);
            Ports.requireFree(port);
            if (!noBuild) {
                new Build(home, console).ensure(services);
            }
            fetchModels(console);
            if (!detached) {
                return foreground(home, console, services, store.directory());
            }
        } finally {
            lock.close();
        }
        return background(home, console);
    }

    private List<ServiceSpec> chosen() {
        only.forEach(ServiceSpec::named);
        return ServiceSpec.SERVICES.stream()
                .filter(spec -> all || (only.isEmpty() ? spec.usual() : only.contains(spec.name())))
                .toList();
    }

    private static void fetchModels(Console console) {
        LocalModelHub hub = LocalModelHub.builder().build();
        for (CatalogEntry entry : hub.defaults()) {
            if (!hub.holds(entry.name())) {
                hub.fetch(entry.name(), new FetchBar(console, entry.name()));
                console.line("fetched " + entry.name());
            }
        }
    }

    private int foreground(Home home, Console console, List<ServiceSpec> services, Path models)
            throws InterruptedException {
        Instant began = Instant.now();
        var commands = new JvmCommand(home, models, ProcessHandle.current().pid());
        var supervisor = new Supervisor(home, console, commands, services, port);
        var shutdown = new Thread(supervisor::close, "shutdown");
        Runtime.getRuntime().addShutdownHook(shutdown);
        try {
            supervisor.start(PATIENCE);
        } catch (LauncherException e) {
            supervisor.close();
            throw e;
        }
        console.line("ready in %.1f s"
                .formatted(Duration.between(began, Instant.now()).toMillis() / 1e3));
        Welcome.print(console, supervisor.processes());
        supervisor.supervise();
        return 0;
    }

    private int background(Home home, Console console) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        for (String name : List.of("majlis.checkout", "majlis.models.dir")) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Majlis.class.getName()));
        command.addAll(
                List.of("--home", home.state().toString(), "up", "--no-build", "--port", Integer.toString(port)));
        if (!only.isEmpty()) {
            command.addAll(List.of("--only", String.join(",", only)));
        }
        if (all) {
            command.add("--all");
        }
        Process launcher = new ProcessBuilder(detach(command))
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectErrorStream(true)
                .redirectOutput(home.log("launcher").toFile())
                .start();
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            if (launcher.waitFor(300, TimeUnit.MILLISECONDS)) {
                LogTail.last(home.log("launcher"), 8).forEach(console::line);
                return launcher.exitValue() == 0 ? 1 : launcher.exitValue();
            }
            var state = MeshState.running(home.stateFile()).filter(MeshState::ready);
            if (state.isPresent()) {
                Welcome.print(console, state.get().processes());
                return 0;
            }
            console.live("waiting until all is ready", "");
        }
        throw new LauncherException("not ready within %s: see ./majlis status and ./majlis logs".formatted(PATIENCE));
    }

    /** In a session of its own, so that the end of the terminal is not the end of the mesh. */
    private static List<String> detach(List<String> command) {
        if (!Path.of("/usr/bin/setsid").toFile().canExecute()) {
            return command;
        }
        List<String> detached = new ArrayList<>(List.of("/usr/bin/setsid"));
        detached.addAll(command);
        return detached;
    }

    private static java.io.File nothing() {
        return new java.io.File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }
}
