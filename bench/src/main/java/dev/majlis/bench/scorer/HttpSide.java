package dev.majlis.bench.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.nn.onnx.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Our scorer as a service: {@code POST /cappy/v1/score} on loopback. */
final class HttpSide implements Side {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScorerService service;
    private final Precision precision;
    private final List<Pair> pairs;

    HttpSide(ScorerService service, Precision precision, Pairs pairs) {
        this.service = service;
        this.precision = precision;
        this.pairs = pairs.list();
    }

    @Override
    public String name() {
        return "Majlis over HTTP, " + precision.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Whole all() {
        double read = tokens("read");
        double padding = tokens("padding");
        long began = System.nanoTime();
        float[] scores = score(pairs);
        double seconds = (System.nanoTime() - began) / 1e9;
        read = tokens("read") - read;
        padding = tokens("padding") - padding;
        return new Whole(scores, seconds, padding / (padding + read));
    }

    @Override
    public Load load(int callers, Duration length) {
        return ClosedLoop.run(pairs, callers, length, this::score);
    }

    private float[] score(List<Pair> some) {
        ObjectNode body = JSON.createObjectNode().put("model", ScorerService.name(precision));
        ArrayNode items = body.putArray("items");
        some.forEach(
                pair -> items.addObject().put("instruction", pair.instruction()).put("response", pair.response()));
        JsonNode answer =
                parse(send(HttpRequest.newBuilder(URI.create(service.process().url() + "/cappy/v1/score"))
                        .header("content-type", "application/json")
                        .header(
                                "X-Request-Timeout-Ms",
                                Long.toString(Duration.ofMinutes(5).toMillis()))
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build()));
        float[] scores = new float[answer.path("items").size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) answer.path("items").get(i).path("score").asDouble();
        }
        return scores;
    }

    private double tokens(String kind) {
        String page = send(
                HttpRequest.newBuilder(URI.create(service.process().metrics())).build());
        return page.lines()
                .filter(line -> line.startsWith("majlis_worker_batch_tokens_total")
                        && line.contains("kind=\"" + kind + "\"")
                        && line.contains("model=\"" + ScorerService.name(precision) + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new IllegalStateException(
                        request.uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("the service gave no JSON", e);
        }
    }

    @Override
    public void close() {
        // the service is closed by who started it
    }
}
