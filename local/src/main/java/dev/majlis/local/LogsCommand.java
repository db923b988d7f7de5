package dev.majlis.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows logs. */
@Command(name = "logs", description = "Shows the end of the logs.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final int LINES = 40;

    @ParentCommand
    private Majlis majlis;

    @Parameters(arity = "0..1", description = "A service, broker, launcher or build; all services when left out.")
    private String service;

    @Option(names = "-f", description = "Go on with what is appended.")
    private boolean follow;

    @Override
    public Integer call() throws Exception {
        Console console = Console.standard();
        Home home = majlis.home();
        List<String> names = names();
        for (String name : names) {
            if (names.size() > 1) {
                console.line("== " + name);
            }
            LogTail.last(home.log(name), LINES).forEach(console::line);
        }
        if (follow) {
            List<Thread> followers = new ArrayList<>();
            for (String name : names) {
                var follower = new Thread(() -> follow(home, name, console), "follow " + name);
                follower.start();
                followers.add(follower);
            }
            for (Thread follower : followers) {
                follower.join();
            }
        }
        return 0;
    }

    private List<String> names() {
        List<String> known = new ArrayList<>(List.of(ServiceSpec.BROKER));
        ServiceSpec.SERVICES.forEach(spec -> known.add(spec.name()));
        if (service == null) {
            return known;
        }
        known.addAll(List.of("launcher", "build"));
        if (!known.contains(service)) {
            throw new LauncherException(
                    "no log is called '%s': there are %s".formatted(service, String.join(", ", known)));
        }
        return List.of(service);
    }

    private static void follow(Home home, String name, Console console) {
        try {
            LogTail.follow(home.log(name), console::print);
        } catch (java.io.IOException e) {
            console.line("the log of %s cannot be read: %s".formatted(name, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
