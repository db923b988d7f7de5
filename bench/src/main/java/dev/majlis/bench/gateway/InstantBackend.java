package dev.majlis.bench.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** An OpenAI-style server that answers every chat completion at once: the backend behind a proxy under measurement. */
public final class InstantBackend {
    private static final Buffer ANSWER = Buffer.buffer(
            """
            {"id":"chatcmpl-instant","object":"chat.completion","created":1767225600,"model":"echo","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Peace be upon you."},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}""");

    private InstantBackend() {}

    /** Serves until the process ends; the port is the only argument. */
    public static void main(String[] args) {
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> request.response()
                        .putHeader("content-type", "application/json")
                        .end(ANSWER)))
                .listen(Integer.parseInt(args[0]), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
