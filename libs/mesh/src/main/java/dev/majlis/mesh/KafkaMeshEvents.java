package dev.majlis.mesh;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.EnvelopeCodec;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.topic.TopicCheck;
import dev.majlis.mesh.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;

/** Facts as records; the topic is declared when its first fact is published. */
final class KafkaMeshEvents implements MeshEvents {
    private final MeshSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final TopicCheck topics;
    private final Set<String> declared = ConcurrentHashMap.newKeySet();

    KafkaMeshEvents(MeshSettings settings, Producer<byte[], byte[]> producer, TopicCheck topics) {
        this.settings = settings;
        this.producer = producer;
        this.topics = topics;
    }

    @Override
    public CompletionStage<Void> publish(String topic, String kind, String key, String tenant, Object fact) {
        if (declared.contains(topic)) {
            return send(topic, kind, key, tenant, fact);
        }
        return CompletableFuture.runAsync(() -> topics.ensure(List.of(Topics.events(topic, settings))))
                .thenRun(() -> declared.add(topic))
                .thenCompose(done -> send(topic, kind, key, tenant, fact));
    }

    private CompletionStage<Void> send(String topic, String kind, String key, String tenant, Object fact) {
        var envelope = new Envelope(
                UuidCreator.getTimeOrderedEpoch().toString(),
                settings.eventSource(),
                "majlis.%s.%s.events.v1".formatted(settings.service(), kind),
                settings.clock().instant(),
                Optional.empty(),
                "application/json",
                "urn:majlis:schema:" + kind + ":1",
                tenant,
                Optional.of(key),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Priority.INTERACTIVE,
                0,
                RoutingSlip.EMPTY,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Json.write(fact));
        var sent = new CompletableFuture<Void>();
        var unused = producer.send(EnvelopeCodec.encode(envelope, settings.topic(topic), null), (metadata, failure) -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }
}
