package dev.majlis.jaischat.it;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** The default model with its real weights; questions are short, so that a slow machine answers them in seconds. */
final class RealModel {
    static final String NAME = "smollm2-135m-instruct";

    private RealModel() {}

    static void waitUntilReady() {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> given().get("/chat/v1/models/" + NAME)
                        .path("meta.status")
                        .equals("ready"));
    }

    /** A request of one question; {@code fields} follow. */
    static String question(String text, String fields) {
        return "{\"model\":\"" + NAME + "\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief and kind.\"},"
                + "{\"role\":\"user\",\"content\":\"" + text + "\"}]," + fields + "}";
    }
}
