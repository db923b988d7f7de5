package dev.majlis.mesh.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.util.concurrent.CompletableFuture;

/** Waits for one answer. */
final class PendingCall implements PendingReply {
    private final String correlationId;
    private final CompletableFuture<Reply> answer = new CompletableFuture<>();

    PendingCall(String correlationId) {
        this.correlationId = correlationId;
    }

    CompletableFuture<Reply> answer() {
        return answer;
    }

    @Override
    public String correlationId() {
        return correlationId;
    }

    @Override
    public boolean ended() {
        return answer.isDone();
    }

    /** Chunks, which nobody asked for, are passed over; the answer may still come as the last record of a stream. */
    @Override
    public Next accept(Envelope reply) {
        if (reply.error().isPresent()) {
            answer.completeExceptionally(Replies.failure(reply));
            return Next.DONE;
        }
        if (reply.streamSeq().isEmpty()) {
            answer.complete(new Reply(reply, reply.body()));
            return Next.DONE;
        }
        if (!reply.streamEnd()) {
            return Next.WAIT;
        }
        JsonNode last = Json.read(reply.body(), Chunk.class).reply();
        answer.complete(new Reply(reply, Json.write(last)));
        return Next.DONE;
    }

    @Override
    public void fail(MeshException reason) {
        answer.completeExceptionally(reason);
    }
}
