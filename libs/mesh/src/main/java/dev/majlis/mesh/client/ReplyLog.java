package dev.majlis.mesh.client;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.blob.ClaimCheck;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.stream.BoundedSubscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Serves streams again from the reply topic (platform §2.4: the reply log doubles as resume buffer). A correlation id is a
 * UUIDv7, so its own time says where in the log to begin. Each resumed stream has a consumer and a thread; at most {@link
 * #MAX_READERS} at a time.
 */
final class ReplyLog implements AutoCloseable {
    static final int MAX_READERS = 16;
    /** Clocks of instances and broker may differ by this much. */
    private static final Duration SKEW = Duration.ofSeconds(1);

    private final ClientSettings settings;
    private final ClaimCheck claims;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService readers =
            new ThreadPoolExecutor(0, MAX_READERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), run -> {
                Thread thread = new Thread(run, "mesh-reply-log");
                thread.setDaemon(true);
                return thread;
            });

    ReplyLog(ClientSettings settings, ClaimCheck claims, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.claims = requireNonNull(claims, "claims is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    Flow.Publisher<StreamItem> resume(String correlationId, long fromSeq) {
        return subscriber -> {
            BoundedSubscription<StreamItem> reader = new BoundedSubscription<>(subscriber, () -> {});
            subscriber.onSubscribe(reader);
            Optional<Instant> began = timeOf(correlationId);
            if (began.isEmpty() || fromSeq < 0) {
                reader.fail(new MeshException(
                        ProblemSlug.INVALID_REQUEST,
                        "stream '%s' from %d: expected a UUIDv7 and a number from 0"
                                .formatted(correlationId, fromSeq)));
                return;
            }
            try {
                readers.execute(() -> read(
                        new ReplyLogReader(settings, claims, correlationId, fromSeq, reader), began.get(), reader));
            } catch (RejectedExecutionException e) {
                reader.fail(new MeshException(
                                ProblemSlug.OVERLOADED, "%d streams are being resumed already".formatted(MAX_READERS))
                        .withStatus(429)
                        .withRetryAfter(Duration.ofSeconds(1)));
            }
        };
    }

    @Override
    public void close() {
        closing.countDown();
        readers.shutdown();
    }

    private void read(ReplyLogReader log, Instant began, BoundedSubscription<StreamItem> reader) {
        Map<String, Object> consumerSettings = new HashMap<>(ReplyRouter.settings(settings.kafka()));
        consumerSettings.put("max.poll.records", ReplyLogReader.MAX_POLL);
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            log.seek(consumer, began.minus(SKEW));
            while (!reader.over() && !log.over()) {
                log.step(consumer);
                if (closing.getCount() == 0) {
                    throw new MeshException(ProblemSlug.OVERLOADED, "this instance is shutting down");
                }
            }
        } catch (MeshException e) {
            reader.fail(e);
        } catch (RuntimeException e) {
            reader.fail(new MeshException(ProblemSlug.OVERLOADED, "the reply log cannot be read", e));
        }
    }

    /** First 48 bits of a UUIDv7 are milliseconds of the epoch. */
    private Optional<Instant> timeOf(String correlationId) {
        try {
            UUID id = UUID.fromString(correlationId);
            return id.version() == 7
                    ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                            .filter(time -> time.isBefore(clock.instant().plus(SKEW)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
