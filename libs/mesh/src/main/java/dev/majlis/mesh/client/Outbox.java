package dev.majlis.mesh.client;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Sends without blocking the caller: a producer waits for the metadata of a topic it has not seen yet, so the first record for
 * a topic takes the way through {@code io}.
 */
final class Outbox {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;
    private final Executor io;
    private final Set<String> knownTopics = ConcurrentHashMap.newKeySet();

    Outbox(Producer<byte[], byte[]> producer, Executor io) {
        this.producer = requireNonNull(producer, "producer is null");
        this.io = requireNonNull(io, "io is null");
    }

    /** Completes when the broker has the record; fails with {@code overloaded} or {@code payload-too-large}. */
    CompletionStage<Void> send(ProducerRecord<byte[], byte[]> message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        if (knownTopics.contains(message.topic())) {
            hand(message, sent);
        } else {
            introduce(message, sent);
        }
        return sent;
    }

    private void introduce(ProducerRecord<byte[], byte[]> message, CompletableFuture<Void> sent) {
        try {
            io.execute(() -> {
                try {
                    producer.partitionsFor(message.topic());
                    knownTopics.add(message.topic());
                    hand(message, sent);
                } catch (KafkaException | IllegalStateException e) {
                    sent.completeExceptionally(refused(message, e));
                }
            });
        } catch (RejectedExecutionException e) {
            sent.completeExceptionally(refused(message, e));
        }
    }

    private void hand(ProducerRecord<byte[], byte[]> message, CompletableFuture<Void> sent) {
        try {
            Future<RecordMetadata> unused = producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(refused(message, failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            sent.completeExceptionally(refused(message, e));
        }
    }

    private static MeshException refused(ProducerRecord<byte[], byte[]> message, Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            return new MeshException(
                    ProblemSlug.PAYLOAD_TOO_LARGE,
                    "record of %d bytes is larger than the broker takes".formatted(message.value().length),
                    failure);
        }
        return new MeshException(ProblemSlug.OVERLOADED, "the broker did not take the record", failure)
                .withRetryAfter(RETRY_AFTER);
    }
}
