package dev.majlis.cappy.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.cappy.fake.FakeTrainer;
import dev.majlis.cappy.fake.FakeWorld;
import dev.majlis.cappy.fake.OfflineMesh;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeWorld.class)
class OpenApiExamplesTest {
    @Inject
    OfflineMesh mesh;

    @Test
    void everyExampleOfTheDocumentIsAnswered() throws Exception {
        String job = "/trainer/v1/jobs/1";
        mesh.answer(new FakeTrainer(Map.of(
                "POST /trainer/v1/jobs",
                FakeTrainer.job("QUEUED", ""),
                "GET " + job,
                FakeTrainer.job("SUCCEEDED", ",\"published\":\"reviews@1\""),
                "DELETE " + job,
                FakeTrainer.job("SUCCEEDED", ""),
                "POST " + job + "/publish",
                FakeTrainer.version("reviews", "1"),
                "GET /trainer/v1/models",
                "{\"models\":[" + FakeTrainer.version("reviews", "1") + "]}",
                "POST /trainer/v1/models/reviews/rollback",
                FakeTrainer.version("reviews", "0"))));
        JsonNode document = new ObjectMapper()
                .readTree(given().queryParam("format", "json")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        assertThat(document.path("paths")).isNotEmpty();
        List<String> replayed = new ArrayList<>();

        document.path("paths").properties().forEach(path -> {
            JsonNode media = path.getValue()
                    .path("post")
                    .path("requestBody")
                    .path("content")
                    .path("application/json");
            if (path.getValue().has("post")) {
                assertThat(media.has("example") || media.has("examples"))
                        .as(path.getKey())
                        .isTrue();
            }
            String url = path.getKey()
                    .replace("{model}", "regression")
                    .replace("{version}", "1")
                    .replace("{id}", "1");
            media.path("examples").properties().forEach(example -> {
                // an example that shows a refusal has its status for a name
                int usual = url.endsWith("/adaptations") ? 202 : 200;
                int status = example.getKey().matches("\\d{3}") ? Integer.parseInt(example.getKey()) : usual;
                replay(url, example.getValue().path("value"), status);
                replayed.add(url);
            });
            if (media.has("example")) {
                replay(url, media.path("example"), 200);
                replayed.add(url);
            }
        });

        assertThat(replayed).hasSizeGreaterThanOrEqualTo(15);
    }

    private static void replay(String url, JsonNode example, int status) {
        given().contentType("application/json")
                .body(example.isTextual() ? example.textValue() : example.toString())
                .post(url)
                .then()
                .statusCode(status);
    }
}
