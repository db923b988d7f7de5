package dev.majlis.mesh.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Task;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes the body of a service's answer: server-sent events as chunks while they come, everything else in one piece. */
final class AnswerBody implements HttpResponse.BodySubscriber<ForwardedAnswer> {
    private final Task<?> task;
    private final int status;
    private final Map<String, List<String>> headers;
    private final boolean events;
    private final CompletableFuture<ForwardedAnswer> answer = new CompletableFuture<>();
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer undecoded = ByteBuffer.allocate(0);
    private Flow.Subscription subscription;

    AnswerBody(Task<?> task, int status, Map<String, List<String>> headers) {
        this.task = task;
        this.status = status;
        this.headers = ForwardedHeaders.endToEnd(headers);
        this.events = task.streaming()
                && this.headers.getOrDefault("content-type", List.of()).stream()
                        .anyMatch(type -> type.startsWith("text/event-stream"));
    }

    @Override
    public CompletionStage<ForwardedAnswer> getBody() {
        return answer;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        this.subscription = newSubscription;
        task.onCancel(newSubscription::cancel);
        task.onCancel(() -> answer.completeExceptionally(new MeshException(ProblemSlug.CANCELLED, "cancelled")));
        if (events) {
            ObjectNode head =
                    Json.mapper().createObjectNode().put("type", "head").put("status", status);
            head.set("headers", Json.mapper().valueToTree(headers));
            task.emit(new Chunk.Part.Event(head));
        }
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (events) {
                emit(buffer);
            } else {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                whole.writeBytes(bytes);
            }
        }
        if (whole.size() > LoopbackForwarder.MAX_ANSWER) {
            subscription.cancel();
            answer.completeExceptionally(new MeshException(
                    ProblemSlug.PAYLOAD_TOO_LARGE,
                    "answer is more than %d bytes".formatted(LoopbackForwarder.MAX_ANSWER)));
        }
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        byte[] body = whole.size() == 0 ? null : whole.toByteArray();
        answer.complete(new ForwardedAnswer(status, headers, body));
    }

    /** A character may be cut between two buffers. */
    private void emit(ByteBuffer buffer) {
        ByteBuffer bytes = ByteBuffer.allocate(undecoded.remaining() + buffer.remaining())
                .put(undecoded)
                .put(buffer)
                .flip();
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        decoder.decode(bytes, text, false);
        undecoded = bytes.slice();
        text.flip();
        if (text.hasRemaining()) {
            task.emit(new Chunk.Part.Text(0, text.toString(), 1, null));
        }
    }
}
