package dev.majlis.local;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The launcher: one machine, one command. */
@Command(
        name = "majlis",
        description = "Runs the Majlis mesh on this machine.",
        version = {"majlis 0.1.0-SNAPSHOT", "Java ${java.version} (${java.vendor})"},
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ChatCommand.class,
            DemoCommand.class,
            ModelsCommand.class,
            TrainCommand.class
        })
public final class Majlis {
    @Option(
            names = "--home",
            scope = CommandLine.ScopeType.INHERIT,
            description =
                    "Where everything is kept that is written while the mesh runs (default: .majlis in the checkout).")
    private Path home;

    Majlis() {}

    public static void main(String[] args) {
        // the libraries' remark that nobody reads their logs is no news to the user
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new Majlis())
                .setExecutionExceptionHandler((failure, command, result) -> {
                    command.getErr().println("majlis: " + message(failure));
                    return failure instanceof LauncherException || failure instanceof dev.majlis.models.ModelException
                            ? CommandLine.ExitCode.USAGE
                            : CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args);
    }

    /** The folders; the script tells where the checkout is. */
    Home home() {
        Path checkout = Path.of(System.getProperty("majlis.checkout", ""))
                .toAbsolutePath()
                .normalize();
        Path state = home == null
                ? checkout.resolve(".majlis")
                : home.toAbsolutePath().normalize();
        return new Home(checkout, state);
    }

    private static String message(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
