package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks the running mesh a question. */
@Command(name = "chat", description = "Asks the running mesh a question.", mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParentCommand
    private Majlis majlis;

    @Parameters(description = "The question.")
    private String question;

    @Option(names = "--model", defaultValue = "smollm2-135m-instruct", description = "Default: ${DEFAULT-VALUE}.")
    private String model;

    @Option(names = "--n", defaultValue = "1", description = "Candidates, 1 to 16; the best one is the answer.")
    private int candidates;

    @Option(names = "--max-tokens", defaultValue = "256")
    private int maxTokens;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = Console.standard();
        ObjectNode body = JSON.createObjectNode();
        body.put("model", candidates == 1 ? model : model + "-best-of-" + candidates);
        body.put("max_tokens", maxTokens);
        body.put("stream", candidates == 1);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        var request = HttpRequest.newBuilder(gateway().resolve("/v1/chat/completions"))
                .header("content-type", "application/json")
                .timeout(Duration.ofMinutes(5))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<Stream<String>> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new LauncherException(refusal(lines.reduce("", String::concat)));
            }
            if (candidates == 1) {
                lines.forEach(line -> printDelta(console, line));
                console.line("");
            } else {
                printBest(console, JSON.readTree(lines.reduce("", String::concat)));
            }
        }
        return 0;
    }

    private URI gateway() {
        return MeshState.running(majlis.home().stateFile())
                .flatMap(state -> state.process(ServiceSpec.GATEWAY))
                .map(process -> URI.create("http://127.0.0.1:" + process.port()))
                .orElseThrow(() -> new LauncherException("no gateway is running: start with ./majlis up"));
    }

    private static void printDelta(Console console, String line) {
        if (!line.startsWith("data: {")) {
            return;
        }
        try {
            JsonNode chunk = JSON.readTree(line.substring("data: ".length()));
            console.print(
                    chunk.path("choices").path(0).path("delta").path("content").asText(""));
        } catch (IOException e) {
            throw new LauncherException("the gateway sent something that is no JSON: " + line, e);
        }
    }

    private static void printBest(Console console, JsonNode answer) {
        JsonNode council = answer.path("majlis");
        Table table = new Table("", "score", "candidate");
        int index = 0;
        for (JsonNode candidate : council.path("candidates")) {
            String text = candidate.path("text").asText("").replaceAll("\\s+", " ");
            table.row(
                    index == council.path("chosen").asInt(-1) ? "*" : " ",
                    council.path("scores").path(index).isNumber()
                            ? "%.4f"
                                    .formatted(
                                            council.path("scores").path(index).asDouble())
                            : "-",
                    text.length() > 80 ? text.substring(0, 79) + "…" : text);
            index++;
        }
        console.line(table.text());
        console.line("");
        console.line("chosen by " + council.path("policy").asText());
        console.line("");
        console.line(
                answer.path("choices").path(0).path("message").path("content").asText());
    }

    private static String refusal(String body) throws IOException {
        JsonNode error = JSON.readTree(body).path("error");
        return error.path("message").asText(body);
    }
}
