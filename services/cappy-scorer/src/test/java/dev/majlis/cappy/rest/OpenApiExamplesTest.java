package dev.majlis.cappy.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.cappy.fake.FakeWorld;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeWorld.class)
class OpenApiExamplesTest {

    @Test
    void everyExampleOfTheDocumentIsAnswered() throws Exception {
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
            String url = path.getKey().replace("{model}", "regression").replace("{version}", "1");
            media.path("examples").properties().forEach(example -> {
                // an example that shows a refusal has its status for a name
                int status = example.getKey().matches("\\d{3}") ? Integer.parseInt(example.getKey()) : 200;
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
