package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.local.GatewayClient.Answer;
import dev.majlis.local.MeshState.ProcessRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A guided tour of the running mesh: real calls, real answers, and a scorer that is killed on the way. */
@Command(
        name = "demo",
        description = "A guided tour: real calls against the running mesh, and a scorer that is killed on the way.",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCappyCommand.class, DemoFoeCommand.class})
final class DemoCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final String SCORER = "cappy-scorer";
    private static final int CANDIDATES = 8;

    @ParentCommand
    private Majlis majlis;

    @Option(names = "--model", defaultValue = "smollm2-135m-instruct", description = "Default: ${DEFAULT-VALUE}.")
    private String model;

    private final Console console = Console.standard();

    @Override
    public Integer call() throws InterruptedException {
        Home home = majlis.home();
        GatewayClient gateway = GatewayClient.of(home);
        chat(gateway);
        bestOf(gateway);
        rerank(gateway);
        idempotency(gateway);
        killScorer(gateway, home);
        title("That was the tour. Ask it yourself: ./majlis chat --n 4 \"your question\"");
        return 0;
    }

    Home home() {
        return majlis.home();
    }

    private void chat(GatewayClient gateway) throws InterruptedException {
        title("1. A question to one model, streamed token by token over Kafka");
        Instant began = Instant.now();
        ObjectNode question = GatewayClient.chat(model, "Why is the sky blue?", 48);
        question.put("temperature", 0);
        gateway.stream(question, console::print);
        console.line("");
        took(began);
    }

    private void bestOf(GatewayClient gateway) {
        title("2. A council: %d candidates, one answer (model %s-best-of-%d)".formatted(CANDIDATES, model, CANDIDATES));
        Instant began = Instant.now();
        Answer answer = gateway.post(
                CHAT, GatewayClient.bestOf(model, CANDIDATES, "Give one good reason to learn to swim.", 48));
        JsonNode council = answer.body().path("majlis");
        console.line(CouncilTable.of(council));
        console.line("");
        console.line("chosen by %s:".formatted(council.path("policy").asText()));
        console.line(answer.text());
        took(began);
    }

    private void rerank(GatewayClient gateway) {
        title("3. Which text answers the question? (rerank)");
        List<String> documents = List.of(
                "Bananas are rich in potassium.",
                "Baghdad lies on the river Tigris.",
                "The council met in the evening.");
        ObjectNode body = JSON.createObjectNode();
        body.put("model", "similarity-minilm");
        body.put("query", "Which river flows through Baghdad?");
        documents.forEach(body.withArray("documents")::add);
        Instant began = Instant.now();
        Answer answer = gateway.post("/v1/rerank", body);
        Table table = new Table("score", "text");
        for (JsonNode result : answer.body().path("results")) {
            table.row(
                    "%.4f".formatted(result.path("relevance_score").asDouble()),
                    documents.get(result.path("index").asInt()));
        }
        console.line(table.text());
        took(began);
    }

    private void idempotency(GatewayClient gateway) {
        title("4. The same request twice, with one Idempotency-Key");
        String key = '"' + UUID.randomUUID().toString() + '"';
        ObjectNode body = GatewayClient.chat(model, "Tell me a number.", 16);
        for (String time : List.of("first", "second")) {
            Instant began = Instant.now();
            Answer answer = gateway.post(CHAT, body, "Idempotency-Key", key);
            console.line(
                    "%s time: %s %s".formatted(time, answer.body().path("id").asText(), oneLine(answer.text())));
            console.line(
                    "  %s (%s)".formatted(answer.replayed() ? "stored; no model was asked" : "computed", since(began)));
        }
    }

    private void killScorer(GatewayClient gateway, Home home) {
        title("5. kill -9 of the scorer while a best-of request is on its way");
        MeshState.ProcessState scorer = scorer(home);
        ProcessRef victim = scorer.process();
        Instant began = Instant.now();
        var pending = gateway.send(CHAT, GatewayClient.bestOf(model, 2, "Name a fruit.", 16));
        victim.handle().ifPresent(ProcessHandle::destroyForcibly);
        console.line("killed process %d; its work waits in the queue for the next one ...".formatted(victim.pid()));
        try {
            Answer answer = pending.join();
            console.line("answer: " + oneLine(answer.text()));
        } catch (CompletionException e) {
            throw e.getCause() instanceof LauncherException refused
                    ? refused
                    : new LauncherException("the answer was lost: " + e.getCause(), e);
        }
        took(began);
        MeshState.ProcessState now = scorer(home);
        console.line("the scorer is process %d now, started again %d time(s)"
                .formatted(now.process().pid(), now.restarts()));
    }

    private static MeshState.ProcessState scorer(Home home) {
        return MeshState.running(home.stateFile())
                .flatMap(state -> state.process(SCORER))
                .filter(state -> state.process() != null)
                .orElseThrow(
                        () -> new LauncherException("no scorer is running: start with ./majlis up, without --only"));
    }

    private void title(String text) {
        console.line("");
        console.line(text);
        console.line("");
    }

    private void took(Instant began) {
        console.line("(%s)".formatted(since(began)));
    }

    private static String since(Instant began) {
        return "%.2f s".formatted(Duration.between(began, Instant.now()).toMillis() / 1e3);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
