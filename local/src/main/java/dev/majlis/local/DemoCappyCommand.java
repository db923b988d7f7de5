package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Adapts a scorer to a small task on the running mesh, proves it, promotes it, and asks the same questions before and after. */
@Command(
        name = "cappy",
        description = "Adapts a scorer to a small task on the running mesh, proves what that gained, and serves it.",
        mixinStandardHelpOptions = true)
final class DemoCappyCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADAPTATIONS = "/cappy/v1/adaptations";
    private static final String FILE = "demo-opinions.jsonl";
    private static final String MODEL = "demo-opinions";
    private static final int NOT_PROVEN = 1;
    /** Looks in a row that may go unanswered. */
    private static final int MOST_LATE = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration UNTIL_SERVED = Duration.ofMinutes(2);

    @ParentCommand
    private DemoCommand demo;

    @Option(
            names = "--base",
            defaultValue = "minilm-l6-v2",
            description = "Model to adapt (default: ${DEFAULT-VALUE}).")
    private String base;

    @Option(
            names = "--train-size",
            defaultValue = "2880",
            description = "Pairs to train on (default: ${DEFAULT-VALUE}).")
    private int trainSize;

    @Option(
            names = "--learning-rate",
            defaultValue = "2e-4",
            description = "Highest learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--seed",
            defaultValue = "11111",
            description = "Of everything that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    private final Console console = Console.standard();
    private int late;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = demo.home();
        Instant began = Instant.now();
        GatewayClient gateway = GatewayClient.of(home);
        requireTrainer(home);
        List<Opinions> toLearn = Opinions.toLearn();
        var questions = new DemoQuestions(gateway, Opinions.toAsk());

        title("1. The task: which of two remarks is praise?");
        toLearn.stream()
                .limit(3)
                .forEach(one -> console.line("  praise: %s%n  not:    %s"
                        .formatted(one.right(), one.choices().get(1 - one.label()))));
        console.line("%d of them to learn and prove with, %d others to ask the gateway about"
                .formatted(toLearn.size(), questions.count()));

        title("2. The gateway before: its default scorer");
        DemoQuestions.Answers before = questions.ask("");
        console.line(before.words());

        title("3. Adapting %s, on this mesh".formatted(base));
        JsonNode adapted = adapt(gateway, home, toLearn);
        String id = adapted.path("id").asText();

        title("4. The proof, on %s items that the training has not seen"
                .formatted(adapted.at("/report/held_out_items")));
        console.line(ProofTable.of(adapted.path("report")));

        title("5. Promotion");
        if (!adapted.path("promotable").asBoolean()) {
            console.line("refused: " + adapted.at("/report/hindrance").asText());
            return NOT_PROVEN;
        }
        promote(gateway, id);

        title("6. The same questions to the same gateway, after");
        DemoQuestions.Answers after = questions.ask(MODEL);
        console.line(after.words());
        console.line("");
        console.line(questions.sideBySide(before, after));
        console.line("");
        console.line("All of it took %d s. Take it back: curl -X POST %s%s/%s/rollback"
                .formatted(Duration.between(began, Instant.now()).toSeconds(), gateway.address(), ADAPTATIONS, id));
        return 0;
    }

    private static void requireTrainer(Home home) {
        boolean there = MeshState.running(home.stateFile())
                .flatMap(state -> state.process(ServiceSpec.TRAINER))
                .isPresent();
        if (!there) {
            throw new LauncherException(
                    "no trainer is running, and a scorer is adapted by it: ./majlis down, then ./majlis up --all -d");
        }
    }

    private JsonNode adapt(GatewayClient gateway, Home home, List<Opinions> rows)
            throws IOException, InterruptedException {
        Path file = home.data().resolve(FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, rows.stream().map(one -> one.row().toString()).collect(Collectors.joining("\n", "", "\n")));
        ObjectNode request = JSON.createObjectNode()
                .put("base_model", base)
                .put("dataset_uri", "file:" + FILE)
                .put("train_size", trainSize)
                .put("holdout", 0.25)
                .put("seed", seed);
        request.putObject("training")
                .put("learning_rate", learningRate)
                .put("batch_size", 32)
                .put("max_tokens", 64)
                .put("checkpoint_every", 50);
        JsonNode job = gateway.post(ADAPTATIONS, request).body();
        String path = ADAPTATIONS + "/" + job.path("id").asText();
        Instant end = Instant.now().plus(PATIENCE);
        while (List.of("QUEUED", "GENERATING", "LABELLING", "TRAINING", "EVALUATING")
                .contains(job.path("state").asText())) {
            if (Instant.now().isAfter(end)) {
                throw new LauncherException(
                        "not adapted within %s: see %s%s".formatted(PATIENCE, gateway.address(), path));
            }
            console.live(job.path("state").asText(), step(job.path("step")));
            Thread.sleep(1_000);
            job = look(gateway, path, job);
        }
        if (!job.path("state").asText().equals("DONE")) {
            throw new LauncherException("the adaptation has ended as %s: %s"
                    .formatted(
                            job.path("state").asText(), job.at("/error/detail").asText("no reason was given")));
        }
        console.line("trained %d updates, last loss %.4f"
                .formatted(job.at("/step/step").asLong(), job.at("/step/loss").asDouble()));
        return job;
    }

    /** A busy machine may be late with an answer; the adaptation goes on, and the last state that was seen stands. */
    private JsonNode look(GatewayClient gateway, String path, JsonNode last) {
        try {
            JsonNode found = gateway.get(path).body();
            late = 0;
            return found;
        } catch (LauncherException e) {
            if (++late > MOST_LATE) {
                throw e;
            }
            return last;
        }
    }

    private static String step(JsonNode step) {
        return step.isMissingNode()
                ? ""
                : "update %d of %d, loss %.4f, %d s left"
                        .formatted(
                                step.path("step").asLong(),
                                step.path("total_steps").asLong(),
                                step.path("loss").asDouble(),
                                Math.round(step.path("eta_seconds").asDouble()));
    }

    private void promote(GatewayClient gateway, String id) throws InterruptedException {
        Instant began = Instant.now();
        gateway.post(
                ADAPTATIONS + "/" + id + "/promote", JSON.createObjectNode().put("model", MODEL));
        while (!served(gateway, id)) {
            if (Duration.between(began, Instant.now()).compareTo(UNTIL_SERVED) > 0) {
                throw new LauncherException("version %s was not served within %s: see ./majlis logs cappy-scorer"
                        .formatted(id, UNTIL_SERVED));
            }
            console.live("the scorer fetches and loads it", "");
            Thread.sleep(200);
        }
        console.line("%s is version %s now, after %.1f s and without a restart"
                .formatted(MODEL, id, Duration.between(began, Instant.now()).toMillis() / 1e3));
    }

    private static boolean served(GatewayClient gateway, String version) {
        for (JsonNode model : gateway.get("/cappy/v1/models").body().path("models")) {
            if (model.path("name").asText().equals(MODEL)
                    && model.path("version").asText().equals(version)) {
                return model.path("state").asText().equals("ready");
            }
        }
        return false;
    }

    private void title(String text) {
        console.line("");
        console.line(text);
        console.line("");
    }
}
