package dev.majlis.mesh.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.EnvelopeCodec;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The registry on the compacted topic {@code majlis.registry.models.state.v1}: one partition, the key is the model's name. */
public final class KafkaModelRegistry implements ModelRegistry {
    /** Without prefix. */
    public static final String TOPIC = "registry.models.state.v1";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MeshSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final RegistryView view = new RegistryView();
    private final RegistryFollower follower;
    private final Object writing = new Object();

    /**
     * Starts to follow the topic, which must exist.
     *
     * @param producer and {@code admin} stay the caller's
     * @param consumers opens readers that begin nowhere by themselves
     */
    public KafkaModelRegistry(
            MeshSettings settings,
            Producer<byte[], byte[]> producer,
            Admin admin,
            Supplier<KafkaConsumer<byte[], byte[]>> consumers) {
        this.settings = requireNonNull(settings, "settings is null");
        this.producer = requireNonNull(producer, "producer is null");
        this.admin = requireNonNull(admin, "admin is null");
        this.follower = new RegistryFollower(consumers, settings.topic(TOPIC), view);
        this.follower.start();
    }

    public static TopicSpec topic(MeshSettings settings) {
        return new TopicSpec(settings.topic(TOPIC), 1, Duration.ZERO);
    }

    @Override
    public ModelVersion publish(ModelVersion version) {
        synchronized (writing) {
            Optional<ModelVersion> current = latest(version.model());
            return write(Succession.next(version, current, settings.clock().instant()), current);
        }
    }

    @Override
    public Optional<ModelVersion> current(String model) {
        awaitStart();
        return view.current(model);
    }

    @Override
    public List<ModelVersion> all() {
        awaitStart();
        return view.all();
    }

    @Override
    public Subscription subscribe(RegistryListener listener) {
        follower.add(requireNonNull(listener, "listener is null"));
        return () -> follower.remove(listener);
    }

    @Override
    public ModelVersion rollback(String model) {
        synchronized (writing) {
            Optional<ModelVersion> current = latest(model);
            return write(Succession.back(model, current, settings.clock().instant()), current);
        }
    }

    @Override
    public void withdraw(String model) {
        synchronized (writing) {
            latest(model).ifPresent(gone -> {
                ProducerRecord<byte[], byte[]> full = record(gone, "withdrawn");
                send(new ProducerRecord<>(full.topic(), full.partition(), full.key(), null, full.headers()));
            });
        }
    }

    @Override
    public boolean ready() {
        return follower.caughtUp();
    }

    @Override
    public void close() {
        follower.close();
    }

    private ModelVersion write(ModelVersion next, Optional<ModelVersion> current) {
        if (current.filter(next::equals).isEmpty()) {
            send(record(next, "published"));
        }
        return next;
    }

    /** With everything that others have written before this call. */
    private Optional<ModelVersion> latest(String model) {
        var partition = new TopicPartition(settings.topic(TOPIC), 0);
        awaitOffset(within(() -> admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .offset()));
        return view.current(model);
    }

    private void awaitStart() {
        if (!follower.caughtUp()) {
            latest("");
        }
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        long offset = within(() -> producer.send(record)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .offset());
        awaitOffset(offset + 1);
    }

    private void awaitOffset(long offset) {
        boolean reached = within(() -> view.await(offset, PATIENCE.toMillis()));
        if (!reached) {
            throw unavailable(null);
        }
    }

    private ProducerRecord<byte[], byte[]> record(ModelVersion version, String kind) {
        Envelope envelope = new Envelope(
                UuidCreator.getTimeOrderedEpoch().toString(),
                settings.eventSource(),
                "majlis.registry.models." + kind + ".v1",
                settings.clock().instant(),
                Optional.of(version.model()),
                "application/json",
                "urn:majlis:schema:model-version:1",
                "default",
                Optional.of(version.model()),
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
                Json.write(version));
        var encoded = EnvelopeCodec.encode(envelope, settings.topic(TOPIC), 0);
        return new ProducerRecord<>(
                encoded.topic(), 0, version.model().getBytes(UTF_8), encoded.value(), encoded.headers());
    }

    /** A wait for the broker. */
    @FunctionalInterface
    private interface Waiting<T> {
        T get() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static <T> T within(Waiting<T> waiting) {
        try {
            return waiting.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "interrupted", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unavailable(e);
        }
    }

    private static MeshException unavailable(Throwable cause) {
        return new MeshException(ProblemSlug.OVERLOADED, "the model registry's broker does not answer", cause)
                .withRetryAfter(Duration.ofSeconds(2));
    }
}
