package dev.majlis.mesh.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.majlis.mesh.blob.ClaimCheck;
import dev.majlis.mesh.envelope.EnvelopeCodec;
import dev.majlis.mesh.envelope.MalformedEnvelopeException;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.stream.BoundedSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One stream being read from the log; confined to one thread. */
final class ReplyLogReader {
    /** With as many waiting for the reader and as many out of order, the buffer of 256 still holds. */
    static final int MAX_POLL = 64;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long SLOW_READER_PAUSE_NS = 5_000_000;

    private final ClientSettings settings;
    private final ClaimCheck claims;
    private final String correlationId;
    private final byte[] key;
    private final BoundedSubscription<StreamItem> reader;
    private final PendingStream stream;
    private long progressed = System.nanoTime();
    private long missing = -1;
    private long missingSince;
    private boolean found;
    private boolean over;

    ReplyLogReader(
            ClientSettings settings,
            ClaimCheck claims,
            String correlationId,
            long fromSeq,
            BoundedSubscription<StreamItem> reader) {
        this.settings = settings;
        this.claims = claims;
        this.correlationId = correlationId;
        this.key = correlationId.getBytes(UTF_8);
        this.reader = reader;
        this.stream = new PendingStream(correlationId, fromSeq, reader, this::gap, counts -> over = true);
    }

    boolean over() {
        return over;
    }

    /** The partition is that of the instance which asked first, so all are searched until one is found to be it. */
    void seek(Consumer<byte[], byte[]> consumer, Instant from) {
        List<TopicPartition> partitions = consumer.partitionsFor(settings.replyTopic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> from.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, offset) -> {
            if (offset == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, offset.offset());
            }
        });
    }

    void step(Consumer<byte[], byte[]> consumer) {
        if (reader.buffered() >= MAX_POLL) {
            LockSupport.parkNanos(SLOW_READER_PAUSE_NS);
            requireProgress(ProblemSlug.CANCELLED, "reader is too slow");
            return;
        }
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            if (Arrays.equals(key, message.key()) && !over) {
                take(consumer, message);
            }
        }
        if (missing >= 0 && elapsed(missingSince).compareTo(settings.streamGap()) >= 0) {
            stream.failIfMissing(missing);
            missing = -1;
        }
        requireProgress(
                found ? ProblemSlug.DEADLINE_EXCEEDED : ProblemSlug.NOT_FOUND,
                found ? "the stream fell silent" : "no stream '%s' in the reply log".formatted(correlationId));
    }

    private void take(Consumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> message) {
        if (!found) {
            found = true;
            TopicPartition home = new TopicPartition(message.topic(), message.partition());
            consumer.pause(consumer.assignment().stream()
                    .filter(other -> !other.equals(home))
                    .toList());
        }
        progressed = System.nanoTime();
        try {
            stream.accept(claims.unpack(EnvelopeCodec.decode(message)));
        } catch (MalformedEnvelopeException e) {
            throw new MeshException(ProblemSlug.MALFORMED_ENVELOPE, e.getMessage(), e);
        }
    }

    private void gap(long seq) {
        missing = seq;
        missingSince = System.nanoTime();
    }

    private void requireProgress(ProblemSlug slug, String detail) {
        if (!over && elapsed(progressed).compareTo(settings.resumeSilence()) >= 0) {
            throw new MeshException(
                    slug, detail + " for " + settings.resumeSilence().toSeconds() + " s");
        }
    }

    private static Duration elapsed(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
