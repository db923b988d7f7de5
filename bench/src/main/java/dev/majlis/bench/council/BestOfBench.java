package dev.majlis.bench.council;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.bench.Report;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One best-of-8 answer over the whole running mesh against eight calls of the same model without best-of, for a prompt of
 * about 450 tokens and 64 tokens an answer. Every round opens with a line never seen before, so that no round profits from
 * the prefix cache of another.
 */
@Command(name = "best-of", description = "Best-of-8 over the running mesh against eight single calls.")
public final class BestOfBench implements Runnable {
    private static final int CANDIDATES = 8;
    private static final int ANSWER_TOKENS = 64;
    private static final String PARAGRAPH =
            "The council met in the long room above the market. Each member had read the same "
                    + "letter, and each had come to a different view of what the town should do with the old cistern beneath the "
                    + "square. The engineer spoke of cracks in the northern wall and of the cost of lime; the baker wished for cool "
                    + "storage; the teacher asked whether the children might learn there how water was kept before there were pipes. ";

    @Option(names = "--url", description = "Gateway of a running mesh.", defaultValue = "http://localhost:8080")
    private URI url;

    @Option(names = "--model", defaultValue = "smollm2-135m-instruct")
    private String model;

    @Option(names = "--rounds", defaultValue = "3")
    private int rounds;

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public void run() {
        double[] bestOf = new double[rounds];
        double[] fresh = new double[rounds];
        double[] cached = new double[rounds];
        int promptTokens =
                ask(model, "warm-up", 1).get("usage").get("prompt_tokens").asInt();
        for (int round = 0; round < rounds; round++) {
            String mark = Long.toString(System.nanoTime(), Character.MAX_RADIX);
            bestOf[round] = seconds(() -> ask(model + "-best-of-" + CANDIDATES, mark + " a", 1));
            fresh[round] = seconds(() -> eightCalls(mark, false));
            cached[round] = seconds(() -> eightCalls(mark + " c", true));
        }
        new Report(
                        "best-of-over-the-mesh",
                        "Best-of-%d over the whole mesh against eight single calls".formatted(CANDIDATES),
                        "./majlis up -d && ./bench/run best-of")
                .text("Model %s, prompt of %d tokens, %d tokens an answer, %d rounds, median (least–greatest)."
                        .formatted(model, promptTokens, ANSWER_TOKENS, rounds))
                .table(
                        List.of("way", "seconds", "times best-of"),
                        List.of(
                                List.of("one best-of-8 call", Report.spread(2, bestOf), "1"),
                                List.of(
                                        "8 single calls, each prompt new",
                                        Report.spread(2, fresh),
                                        Report.spread(2, ratios(fresh, bestOf))),
                                List.of(
                                        "8 single calls, one prompt: the prefix cache helps",
                                        Report.spread(2, cached),
                                        Report.spread(2, ratios(cached, bestOf)))))
                .publish();
    }

    private void eightCalls(String mark, boolean samePrompt) {
        for (int call = 0; call < CANDIDATES; call++) {
            ask(model, samePrompt ? mark : mark + " b" + call, call + 1);
        }
    }

    private JsonNode ask(String route, String mark, int seed) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("model", route);
        body.put("temperature", 0.8);
        body.put("seed", seed);
        body.put("max_tokens", ANSWER_TOKENS);
        body.put("min_tokens", ANSWER_TOKENS);
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", mark + "\n" + PARAGRAPH.repeat(5) + "\nWhat should the council decide, and why?");
        var request = HttpRequest.newBuilder(url.resolve("/v1/chat/completions"))
                .header("content-type", "application/json")
                .timeout(Duration.ofMinutes(2))
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = Json.read(response.body(), JsonNode.class);
            if (response.statusCode() != 200) {
                throw new IllegalStateException("HTTP %d: %s".formatted(response.statusCode(), answer));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from %s: is the mesh up?".formatted(url), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double[] ratios(double[] a, double[] b) {
        double[] ratio = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            ratio[i] = a[i] / b[i];
        }
        return ratio;
    }
}
