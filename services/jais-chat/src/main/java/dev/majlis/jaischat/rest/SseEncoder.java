package dev.majlis.jaischat.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.openai.ChunkWriter;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.json.Json;
import dev.majlis.models.text.Choice.FinishReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the events of one stream as server-sent events in OpenAI's form (jais.md §7.1, platform §4.4). Not thread-safe. */
final class SseEncoder {
    /** Comment that keeps the connection alive. */
    static final byte[] PING = bytes(": ping\n\n");

    private static final byte[] DONE = bytes("data: [DONE]\n\n");

    private final ChunkWriter chunks;
    private final FailureClassifier failures;
    private final String streamId;
    private long seq;

    /** @param streamId first part of every event's id */
    SseEncoder(ChunkWriter chunks, FailureClassifier failures, String streamId) {
        this.chunks = requireNonNull(chunks, "chunks is null");
        this.failures = requireNonNull(failures, "failures is null");
        this.streamId = requireNonNull(streamId, "streamId is null");
    }

    /** No bytes when the event has nothing to show. */
    byte[] encode(StreamEvent event) {
        var out = new ByteArrayOutputStream(512);
        if (event instanceof StreamEvent.Text text) {
            write(out, chunks.delta(text.delta()));
        } else if (event instanceof StreamEvent.Ended ended) {
            FinishReason finish = ended.choice().finish();
            if (finish == FinishReason.STOP || finish == FinishReason.LENGTH) {
                write(out, chunks.finish(ended.choice()));
            }
        } else if (event instanceof StreamEvent.Completed completed) {
            write(out, chunks.usage(completed.answer().usage()));
            out.writeBytes(DONE);
        } else if (event instanceof StreamEvent.Broken broken) {
            out.writeBytes(bytes("event: error\n"));
            write(out, List.of(ProblemMapper.openAi(failures.translate(broken.failure()))));
        }
        return out.toByteArray();
    }

    private void write(ByteArrayOutputStream out, List<ObjectNode> nodes) {
        for (ObjectNode node : nodes) {
            out.writeBytes(bytes("id: " + streamId + ":" + seq++ + "\ndata: "));
            out.writeBytes(Json.write(node));
            out.writeBytes(bytes("\n\n"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
