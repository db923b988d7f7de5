package dev.majlis.gateway.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.majlis.gateway.FakeMesh;
import dev.majlis.mesh.client.Call;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {
    private static final Path COPY = Path.of("..", "docs", "openapi", "gateway.yaml");
    private static final Set<String> METHODS = Set.of("get", "post", "delete");
    private static final String COMPLETION =
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Nile\"},"
                    + "\"finish_reason\":\"stop\"}]}";

    @Inject
    FakeMesh mesh;

    @Test
    void hasACommittedCopyThatIsTheSame() throws IOException {
        String served = given().get("/q/openapi").asString();

        assertThat(COPY).as("copy /q/openapi of the running gateway there").hasContent(served);
        assertThat(served).startsWith("---\nopenapi: 3.1.0");
    }

    @Test
    void hasExamplesThatAreAnsweredAsDescribed() throws IOException {
        mesh.reset();
        mesh.answers(call -> CompletableFuture.completedFuture(reply(call).getBytes(StandardCharsets.UTF_8)));
        mesh.streams(List.of(FakeMesh.text(0, "Nile"), FakeMesh.end(1, COMPLETION)));
        JsonNode document = new YAMLMapper().readTree(given().get("/q/openapi").asString());
        List<String> replayed = new ArrayList<>();

        for (var path : document.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    replay(document, path.getKey(), path.getValue(), operation.getKey(), operation.getValue());
                    replayed.add(operation.getValue().get("operationId").asText());
                }
            }
        }

        assertThat(replayed).contains("chat", "complete", "rerank", "infer", "job", "serviceGet");
    }

    private static void replay(JsonNode document, String path, JsonNode item, String method, JsonNode operation) {
        String url = filled(document, filled(document, path, item.path("parameters")), operation.path("parameters"));
        JsonNode examples = operation.at("/requestBody/content/application~1json/examples");
        if (operation.has("requestBody")) {
            assertThat(examples).as("examples of %s %s", method, path).isNotEmpty();
            examples.forEach(example ->
                    answered(operation, method, url, example.get("value").toString()));
        } else {
            answered(operation, method, url, null);
        }
    }

    private static void answered(JsonNode operation, String method, String url, String body) {
        RequestSpecification request = given();
        Response response = (body == null
                        ? request
                        : request.contentType("application/json").body(body))
                .request(method, url);

        List<String> described = new ArrayList<>();
        operation.get("responses").fieldNames().forEachRemaining(described::add);
        assertThat(described).as("%s %s", method, url).contains(Integer.toString(response.statusCode()));
        if (body != null) {
            assertThat(response.statusCode()).as("%s %s %s", method, url, body).isEqualTo(200);
        }
    }

    private static String filled(JsonNode document, String path, JsonNode parameters) {
        String filled = path;
        for (JsonNode parameter : parameters) {
            JsonNode resolved = parameter.has("$ref")
                    ? document.at(parameter.get("$ref").asText().substring(1))
                    : parameter;
            if (resolved.path("in").asText().equals("path")) {
                filled = filled.replace(
                        "{" + resolved.get("name").asText() + "}",
                        resolved.get("example").asText());
            }
        }
        return filled;
    }

    private static String reply(Call call) {
        var hops = call.slip().hops();
        return switch (hops.get(hops.size() - 1).operation().name()) {
            case "rest" -> "{\"status\":200,\"headers\":{\"content-type\":[\"application/json\"]},\"body\":\"e30=\"}";
            case "best-of" ->
                "{\"chosen\":0,\"text\":\"Nile\",\"policy\":\"first\",\"scores\":[0.5],\"completion\":" + COMPLETION
                        + "}";
            default -> COMPLETION;
        };
    }
}
