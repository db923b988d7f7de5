package dev.majlis.mesh.work;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Sends records; a stage completes when the broker has the record on all replicas. */
final class RecordSender {
    private final Producer<byte[], byte[]> producer;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    RecordSender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Fetches a topic's metadata now, so that a later send does not block. */
    void know(String topic) {
        if (known.contains(topic)) {
            return;
        }
        try {
            producer.partitionsFor(topic);
            known.add(topic);
        } catch (KafkaException e) {
            // the send itself will fail with the reason
            known.remove(topic);
        }
    }

    CompletionStage<Void> send(ProducerRecord<byte[], byte[]> message) {
        var sent = new CompletableFuture<Void>();
        try {
            Future<RecordMetadata> unused = producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }
}
