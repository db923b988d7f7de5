package dev.majlis.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Trains a model on this machine, without a mesh. */
@Command(
        name = "train",
        description = "Trains a model from a file of examples.",
        mixinStandardHelpOptions = true,
        subcommands = TrainCommand.Cappy.class)
final class TrainCommand implements Callable<Integer> {
    @ParentCommand
    private Majlis majlis;

    @Override
    public Integer call() {
        throw new LauncherException("say what to train: ./majlis train cappy --data FILE --out DIR");
    }

    /** The trainer's own task in a process with the memory that it needs; its output is ours. */
    @Command(
            name = "cappy",
            description =
                    "Trains a scorer on rows {instruction, response, label from 0 to 1} of a .jsonl or .csv file (.gz, .zst)."
                            + " Broken off, the same command goes on from the last checkpoint.",
            mixinStandardHelpOptions = true)
    static final class Cappy implements Callable<Integer> {
        private static final int FIRST_WITH_NATIVE_ACCESS = 22;
        private static final int DRAIN_SECONDS = 25;

        @ParentCommand
        private TrainCommand train;

        @Option(names = "--data", required = true, description = "File of rows.")
        private Path data;

        @Option(
                names = "--out",
                required = true,
                description = "Folder of the trained scorer, its record and loss.svg.")
        private Path out;

        @Option(
                names = "--base",
                defaultValue = "minilm-l6-v2",
                description = "Model to start from: a name of the catalog, or a folder (default: ${DEFAULT-VALUE}).")
        private String base;

        @Option(names = "--epochs", description = "Times that every row is seen (default: 1).")
        private Optional<Integer> epochs;

        @Option(names = "--seed", defaultValue = "11111", description = "Of everything that is drawn (default: 11111).")
        private long seed;

        @Option(names = "--learning-rate", description = "Highest learning rate (default: 1e-4).")
        private Optional<Double> learningRate;

        @Option(names = "--batch-size", description = "Rows of an update (default: 32).")
        private Optional<Integer> batchSize;

        @Option(names = "--validation-share", description = "Rows that are held out, 0 to 0.5 (default: 0).")
        private Optional<Double> validationShare;

        @Option(names = "--heap", defaultValue = "2048", description = "Largest heap, MiB (default: ${DEFAULT-VALUE}).")
        private int heapMiB;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Home home = train.majlis.home();
            home.create();
            if (!Files.isReadable(data)) {
                throw new LauncherException("there is no file %s".formatted(data));
            }
            ServiceSpec trainer = ServiceSpec.named(ServiceSpec.TRAINER);
            new Build(home, Console.standard()).ensure(List.of(trainer));
            Process process = new ProcessBuilder(
                            command(home.serviceJar(trainer).getParent()))
                    .inheritIO()
                    .start();
            // the interrupt of a terminal reaches both; any other end of ours is its end too
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "stop-training"));
            return process.waitFor();
        }

        private List<String> command(Path packaged) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx" + heapMiB + "m", "-XX:+UseSerialGC"));
            if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            command.add("-Dslf4j.internal.verbosity=ERROR");
            command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
            for (String name : List.of("majlis.models.dir", "majlis.terminal")) {
                if (System.getProperty(name) != null) {
                    command.add("-D" + name + "=" + System.getProperty(name));
                }
            }
            String separator = System.getProperty("path.separator");
            command.addAll(List.of(
                    "-cp",
                    String.join(
                            separator,
                            packaged.resolve("app") + "/*",
                            packaged.resolve("lib/boot") + "/*",
                            packaged.resolve("lib/main") + "/*"),
                    "dev.majlis.trainer.cli.TrainMain"));
            command.addAll(List.of("--data", data.toString(), "--out", out.toString(), "--base", base));
            command.addAll(List.of("--seed", Long.toString(seed), "--parameters", parameters()));
            return command;
        }

        private String parameters() {
            List<String> given = new ArrayList<>();
            epochs.ifPresent(value -> given.add("\"epochs\":" + value));
            batchSize.ifPresent(value -> given.add("\"batchSize\":" + value));
            learningRate.ifPresent(value -> given.add(String.format(Locale.ROOT, "\"learningRate\":%s", value)));
            validationShare.ifPresent(value -> given.add(String.format(Locale.ROOT, "\"validationShare\":%s", value)));
            return "{" + String.join(",", given) + "}";
        }

        private static void end(Process process) {
            process.destroy();
            try {
                if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
