package dev.majlis.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** A task of the trainer in a process with the memory that it needs; its output is ours. */
abstract class Training implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_WITH_NATIVE_ACCESS = 22;
    private static final int DRAIN_SECONDS = 25;

    @Option(names = "--data", required = true, description = "File of rows.")
    private Path data;

    @Option(names = "--out", required = true, description = "Folder of the trained model, its record and loss.svg.")
    private Path out;

    @Option(names = "--epochs", description = "Times that every row is seen (default: the task's own).")
    private Optional<Integer> epochs;

    @Option(names = "--seed", defaultValue = "11111", description = "Of everything that is drawn (default: 11111).")
    private long seed;

    @Option(names = "--learning-rate", description = "Highest learning rate (default: the task's own).")
    private Optional<Double> learningRate;

    @Option(names = "--batch-size", description = "Rows of an update (default: 32).")
    private Optional<Integer> batchSize;

    @Option(names = "--validation-share", description = "Rows that are held out, 0 to 0.5 (default: the task's own).")
    private Optional<Double> validationShare;

    @Option(names = "--heap", defaultValue = "2048", description = "Largest heap, MiB (default: ${DEFAULT-VALUE}).")
    private int heapMiB;

    abstract Home home();

    /** As the trainer calls it. */
    abstract String task();

    /** Model to start from. */
    abstract Optional<String> base();

    /** Adds what the task alone knows. */
    abstract void parameters(ObjectNode parameters);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = home();
        home.create();
        if (!Files.isReadable(data)) {
            throw new LauncherException("there is no file %s".formatted(data));
        }
        ServiceSpec trainer = ServiceSpec.named(ServiceSpec.TRAINER);
        new Build(home, Console.standard()).ensure(List.of(trainer));
        Process process = new ProcessBuilder(command(home.serviceJar(trainer).getParent()))
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
        command.addAll(List.of("--task", task(), "--data", data.toString(), "--out", out.toString()));
        base().ifPresent(name -> command.addAll(List.of("--base", name)));
        command.addAll(List.of("--seed", Long.toString(seed), "--parameters", parameters()));
        return command;
    }

    private String parameters() {
        ObjectNode given = JSON.createObjectNode();
        epochs.ifPresent(value -> given.put("epochs", value));
        batchSize.ifPresent(value -> given.put("batchSize", value));
        learningRate.ifPresent(value -> given.put("learningRate", value));
        validationShare.ifPresent(value -> given.put("validationShare", value));
        parameters(given);
        return given.toString();
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
