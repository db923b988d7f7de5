package dev.majlis.bench.gateway;

import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import java.nio.charset.StandardCharsets;

/** A worker of {@code echo.chat} that answers every chat completion at once: what is measured is the way there and back. */
public final class EchoWorker {
    static final String READY = "echo worker ready";
    private static final byte[] ANSWER =
            """
            {"id":"chatcmpl-echo","object":"chat.completion","created":1767225600,"model":"echo","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Peace be upon you."},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}"""
                    .getBytes(StandardCharsets.UTF_8);

    private EchoWorker() {}

    /** Works until the process ends; the broker's address is the only argument. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        Mesh mesh = Mesh.connect(MeshSettings.of(args[0], "echo"));
        mesh.start(
                Worker.of(new Operation("echo", "chat"), byte[].class, "chat-completion", task -> ANSWER),
                WorkerSettings.defaults().withMaxInFlight(64));
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
