package dev.majlis.mesh.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RimTest {

    @Test
    void namesFieldLineAndColumnOfABadValue() {
        json("{\"items\":[{\"text\":\"a\",\n\"weight\":\"x\"}]}")
                .post("/sample/v1/items")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:majlis:problem:invalid-request"))
                .body("errors[0].pointer", equalTo("/items/0/weight"))
                .body("detail", containsString("expected a whole number in range, got 'x' (line 2"))
                .body("instance", equalTo("/sample/v1/items"))
                .body("retryable", equalTo(false))
                .body("traceId", matchesPattern("[0-9a-f]{32}"));
    }

    @Test
    void namesTheLineOfMalformedJson() {
        json("{\"items\":\n[}")
                .post("/sample/v1/items")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:majlis:problem:invalid-request"))
                .body("detail", containsString("line 2, column 2"))
                .body("detail", not(containsString("com.fasterxml")));
    }

    @Test
    void refusesALoneSurrogateByName() {
        json("{\"items\":[{\"text\":\"\\ud83d!\"}]}")
                .post("/sample/v1/items")
                .then()
                .statusCode(400)
                .body("detail", containsString("lone surrogate at byte 19"));
    }

    @Test
    void refusesInvalidUtf8ByName() {
        byte[] body = "{\"items\":[{\"text\":\"?\"}]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        body[19] = (byte) 0xFF;
        given().contentType("application/json")
                .body(body)
                .post("/sample/v1/items")
                .then()
                .statusCode(400)
                .body("detail", containsString("invalid UTF-8 at byte 19"));
    }

    @Test
    void pointsAtWhatBeanValidationRefuses() {
        json("{\"items\":[{\"text\":\"a\"},{\"text\":\" \"}]}")
                .post("/sample/v1/items")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/items/1/text"));
        given().get("/sample/v1/facts?n=17").then().statusCode(400).body("errors[0].pointer", equalTo("n"));
    }

    @Test
    void namesBothNumbersOfABodyThatIsTooLarge() {
        json("{\"items\":[{\"text\":\"" + "a".repeat(2_000_000) + "\"}]}")
                .post("/sample/v1/items")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", equalTo("body is 2000023 bytes, the limit is 1048576 bytes"));
    }

    @Test
    void answersInTheShapeOfThePath() {
        json("{\"items\":[]}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("invalid-request"))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo("items[0].text"));
        given().get("/v2/models/x").then().statusCode(404).body("error", equalTo("model 'x' is not served"));
    }

    @Test
    void saysWhenToTryAgain() {
        given().get("/sample/v1/busy")
                .then()
                .statusCode(429)
                .header("Retry-After", "2")
                .body("retryable", equalTo(true));
    }

    @Test
    void tellsNothingOfAnInternalFailureButTheTraceId() {
        given().header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .get("/sample/v1/broken")
                .then()
                .statusCode(500)
                .body("detail", equalTo("internal error"))
                .body("traceId", equalTo("0af7651916cd43dd8448eb211c80319c"));
    }

    @Test
    void answersUnknownPathsMethodsAndTypesWithProblems() {
        given().get("/sample/v1/nowhere")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:majlis:problem:not-found"));
        given().get("/v1/models/none/here").then().statusCode(404).body("error.code", equalTo("not-found"));
        given().delete("/sample/v1/busy").then().statusCode(405).body("status", equalTo(405));
        given().contentType("text/plain")
                .body("hello")
                .post("/sample/v1/items")
                .then()
                .statusCode(415)
                .body("type", equalTo("urn:majlis:problem:unsupported-media-type"));
    }

    @Test
    void echoesAGoodRequestIdAndReplacesABadOne() {
        given().header("X-Request-Id", "job-1.a_B")
                .header("X-Majlis-Tenant", "acme")
                .header("X-Request-Timeout-Ms", "900000")
                .get("/sample/v1/facts")
                .then()
                .statusCode(200)
                .header("X-Request-Id", "job-1.a_B")
                .body(equalTo("job-1.a_B acme 600000"));
        given().header("X-Request-Id", "a b")
                .get("/sample/v1/facts")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"))
                .body(containsString(" default 1000"));
    }

    @Test
    void refusesATimeoutThatIsNoNumber() {
        given().header("X-Request-Timeout-Ms", "soon")
                .get("/sample/v1/facts")
                .then()
                .statusCode(400)
                .body("detail", containsString("X-Request-Timeout-Ms"));
    }

    private static RequestSpecification json(String body) {
        return given().contentType("application/json").body(body);
    }
}
