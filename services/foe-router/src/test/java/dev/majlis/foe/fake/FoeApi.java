package dev.majlis.foe.fake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.json.Json;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The paths of the router, as a test calls them. */
public final class FoeApi {
    private static final String ROOT = "/foe/v1";

    private FoeApi() {}

    public static Response post(String path, String body) {
        return given().contentType("application/json").body(body).post(ROOT + path);
    }

    public static Response get(String path) {
        return given().get(ROOT + path);
    }

    /** The body of an answer with this status. */
    public static JsonNode json(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        return Json.read(response.asByteArray(), JsonNode.class);
    }

    /** Registers a classifier of labels a, b and c. */
    public static void classifier(String id, double money) {
        json(
                post(
                        "/experts",
                        """
                        {"id":"%s","kind":"classifier","labels":["a","b","c"],"cost":{"money":%s},
                         "endpoint":{"type":"mesh","operation":"words.%s"}}"""
                                .formatted(id, money, id)),
                201);
    }

    /** A pool of three experts, of which each knows one domain; their ids are a letter and 0 to 2. */
    public static void pool(String id, String letter) {
        json(
                post("/pools", "{\"id\":\"%1$s\",\"experts\":[\"%2$s0\",\"%2$s1\",\"%2$s2\"]}".formatted(id, letter)),
                201);
    }

    /** JSON lines; rows of different seeds have different inputs. */
    public static String rows(int count, int seed) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String label = "abc".substring((i * 7 + seed) % 3).substring(0, 1);
                    String domain = "d" + (i / 3) % 3;
                    return "{\"id\":\"r%d-%d\",\"input\":\"%s %s %d\",\"label\":\"%s\",\"domain\":\"%s\"}"
                            .formatted(seed, i, label, domain, seed * 100_000 + i, label, domain);
                })
                .collect(Collectors.joining("\n"));
    }

    public static Response dataset(String pool, String name, String role, String lines) {
        return given().contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post(ROOT + "/pools/%s/datasets?name=%s&role=%s&format=jsonl".formatted(pool, name, role));
    }

    /** Waits for the end of a job that was accepted just now. */
    public static JsonNode ended(Response accepted) {
        String id = json(accepted, 202).path("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    String state = get("/jobs/" + id).path("state");
                    return !state.equals("QUEUED") && !state.equals("RUNNING");
                });
        return json(get("/jobs/" + id), 200);
    }

    /** The result of a job that succeeds. */
    public static JsonNode succeeded(Response accepted) {
        JsonNode job = ended(accepted);
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
        return job.path("result");
    }
}
