package dev.majlis.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Requests for tests. */
final class Requests {
    private Requests() {}

    static CompletionRequest chat(String model, String moreFields) {
        return RequestReader.read(Endpoint.CHAT, bytes(model, moreFields));
    }

    static byte[] bytes(String model, String moreFields) {
        String json = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Peace\"}]%s}";
        return json.formatted(model, moreFields).getBytes(UTF_8);
    }
}
