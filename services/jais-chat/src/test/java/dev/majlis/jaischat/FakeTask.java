package dev.majlis.jaischat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.kafka.ChatWorker;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.work.Task;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A chat request as it lies in its queue: the same record at every delivery. */
public record FakeTask(Envelope envelope) implements Task<byte[]> {

    /** The first delivery. */
    public static FakeTask of(String correlationId, String tenant, Optional<String> idempotencyKey, String body) {
        return new FakeTask(new Envelope(
                "id",
                "/majlis/test/0",
                "majlis.jais-chat.chat.request.v1",
                Instant.EPOCH,
                Optional.empty(),
                "application/json",
                "urn:majlis:schema:chat-request:1",
                tenant,
                Optional.empty(),
                Optional.of(new ReplyAddress(correlationId, "replies", 0)),
                Optional.empty(),
                idempotencyKey,
                Priority.INTERACTIVE,
                0,
                RoutingSlip.of(Hop.to(ChatWorker.OPERATION)),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same request once more, after its first worker was lost. */
    public FakeTask deliveredAgain() {
        return new FakeTask(envelope.withAttempt(envelope.attempt() + 1, Map.of()));
    }

    @Override
    public byte[] input() {
        return envelope.body();
    }

    @Override
    public ObjectNode parameters() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.empty();
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {
        // nobody cancels
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public void emit(Chunk.Part part) {
        throw new IllegalStateException("no chunk was asked for");
    }
}
