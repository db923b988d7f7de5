package dev.majlis.mesh.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.stream.BoundedSubscription;
import dev.majlis.mesh.stream.StreamAssembler;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Waits for the records of one stream and hands them on in order. */
final class PendingStream implements PendingReply {
    private final String correlationId;
    private final StreamAssembler<Arrived> assembler;
    private final BoundedSubscription<StreamItem> reader;
    private final LongConsumer onGap;
    private final Consumer<StreamAssembler<?>> onEnd;
    private long reportedGap = -1;
    private boolean over;

    private record Arrived(Envelope envelope, Chunk chunk) {}

    /**
     * @param onGap told the missing sequence number once for each gap
     * @param onEnd told once, with the counts
     */
    PendingStream(
            String correlationId,
            long fromSeq,
            BoundedSubscription<StreamItem> reader,
            LongConsumer onGap,
            Consumer<StreamAssembler<?>> onEnd) {
        this.correlationId = requireNonNull(correlationId, "correlationId is null");
        this.assembler = new StreamAssembler<>(fromSeq);
        this.reader = requireNonNull(reader, "reader is null");
        this.onGap = requireNonNull(onGap, "onGap is null");
        this.onEnd = requireNonNull(onEnd, "onEnd is null");
    }

    @Override
    public String correlationId() {
        return correlationId;
    }

    @Override
    public synchronized boolean ended() {
        return over;
    }

    @Override
    public synchronized Next accept(Envelope reply) {
        if (over) {
            return Next.DONE;
        }
        if (reply.error().isPresent()) {
            end(Replies.failure(reply));
            return Next.DONE;
        }
        try {
            deliver(reply);
            return over ? Next.DONE : Next.WAIT;
        } catch (MeshException e) {
            end(e);
            return Next.STOP;
        }
    }

    /** Fails the stream if the record it waited for is still missing. */
    synchronized boolean failIfMissing(long seq) {
        if (over || !assembler.gap() || assembler.next() != seq) {
            return false;
        }
        end(assembler.gapFailure());
        return true;
    }

    @Override
    public synchronized void fail(MeshException reason) {
        if (!over) {
            end(reason);
        }
    }

    private void deliver(Envelope reply) {
        boolean whole = reply.streamSeq().isEmpty();
        Chunk chunk = whole ? wholeAnswer(reply) : Json.read(reply.body(), Chunk.class);
        long seq = whole ? assembler.next() : reply.streamSeq().orElseThrow();
        for (Arrived ready : assembler.accept(seq, whole || reply.streamEnd(), new Arrived(reply, chunk))) {
            if (!reader.offer(item(ready))) {
                throw new MeshException(
                        ProblemSlug.CANCELLED,
                        "reader is too slow: %d chunks wait".formatted(BoundedSubscription.MAX_BUFFERED));
            }
        }
        if (assembler.ended()) {
            over = true;
            onEnd.accept(assembler);
            reader.complete();
        } else if (assembler.gap() && reportedGap != assembler.next()) {
            reportedGap = assembler.next();
            onGap.accept(reportedGap);
        }
    }

    /** A worker that does not stream answers in one piece. */
    private Chunk wholeAnswer(Envelope reply) {
        return new Chunk(assembler.next(), 0, "", 0, null, null, null, null, Json.read(reply.body(), JsonNode.class));
    }

    private StreamItem item(Arrived arrived) {
        if (!arrived.envelope().streamEnd() && arrived.chunk().reply() == null) {
            return new StreamItem.Delta(correlationId, arrived.chunk());
        }
        byte[] body = Json.write(arrived.chunk().reply());
        return new StreamItem.End(correlationId, arrived.chunk(), new Reply(arrived.envelope(), body));
    }

    private void end(MeshException reason) {
        over = true;
        onEnd.accept(assembler);
        reader.fail(reason);
    }
}
