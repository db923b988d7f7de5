package dev.majlis.bench.cappy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code /cappy/v1/best-of} of one scorer, asked with made-up candidates. Thread-safe. */
final class BestOfTarget {
    private static final String[] WORDS = {
        "river", "stone", "bread", "seven", "walks", "under", "bright", "council", "water", "answer", "because", "north"
    };
    private static final int MOST_WORDS = 24;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final Duration deadline;

    BestOfTarget(String scorer, Duration deadline) {
        this.url = URI.create(scorer + "/cappy/v1/best-of");
        this.deadline = deadline;
    }

    /** One request; completes when it is booked, never exceptionally. */
    CompletableFuture<Void> ask(int candidates, long seed, Outcomes outcomes) {
        var request = HttpRequest.newBuilder(url)
                .header("content-type", "application/json")
                .header("X-Request-Timeout-Ms", Long.toString(deadline.toMillis()))
                .timeout(deadline.plusSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body(candidates, new SplittableRandom(seed))))
                .build();
        long began = System.nanoTime();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).handle((response, failure) -> {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            if (failure != null) {
                outcomes.broken();
            } else {
                outcomes.add(
                        response.statusCode(),
                        response.headers().firstValue("Retry-After").isPresent(),
                        candidates,
                        millis);
            }
            return null;
        });
    }

    private static String body(int candidates, SplittableRandom random) {
        return IntStream.range(0, candidates)
                .mapToObj(i -> '"' + words(1 + random.nextInt(MOST_WORDS), random) + '"')
                .collect(Collectors.joining(
                        ",",
                        "{\"policy\":\"cappy\",\"instruction\":\"%s?\",\"candidates\":[".formatted(words(10, random)),
                        "]}"));
    }

    private static String words(int count, SplittableRandom random) {
        return IntStream.range(0, count)
                .mapToObj(i -> WORDS[random.nextInt(WORDS.length)])
                .collect(Collectors.joining(" "));
    }
}
