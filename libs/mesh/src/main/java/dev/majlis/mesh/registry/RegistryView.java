package dev.majlis.mesh.registry;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** What has been read of the topic. Written by the follower's thread, read by any; waits for offsets. */
final class RegistryView {
    private static final Logger LOG = Logger.getLogger(RegistryView.class);
    private static final int MOST_MODELS = 10_000;

    private final TreeMap<String, ModelVersion> versions = new TreeMap<>();
    private long position;

    /** One change: the model, and its version unless it was withdrawn. */
    record Change(String model, Optional<ModelVersion> version) {}

    /** Takes a record in; nothing when it changes nothing or cannot be understood. */
    synchronized Optional<Change> apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            LOG.warnf("registry record %d has no key and is ignored", record.offset());
            return Optional.empty();
        }
        String model = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            return Optional.ofNullable(versions.remove(model)).map(gone -> new Change(model, Optional.empty()));
        }
        return parsed(model, record).map(version -> {
            versions.put(model, version);
            return new Change(model, Optional.of(version));
        });
    }

    private Optional<ModelVersion> parsed(String model, ConsumerRecord<byte[], byte[]> record) {
        try {
            ModelVersion version = Json.read(record.value(), ModelVersion.class);
            if (version.model().equals(model) && (versions.containsKey(model) || versions.size() < MOST_MODELS)) {
                return Optional.of(version);
            }
            LOG.warnf("registry record %d is ignored: wrong key, or more than %d models", record.offset(), MOST_MODELS);
        } catch (MeshException | IllegalArgumentException | NullPointerException e) {
            LOG.warnf("registry record %d is ignored: %s", record.offset(), e.getMessage());
        }
        return Optional.empty();
    }

    /** Everything before this offset has been taken in. */
    synchronized void reached(long offset) {
        position = offset;
        notifyAll();
    }

    /** @return false when the time ran out */
    synchronized boolean await(long offset, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (position < offset) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized Optional<ModelVersion> current(String model) {
        return Optional.ofNullable(versions.get(model));
    }

    synchronized List<ModelVersion> all() {
        return new ArrayList<>(versions.values());
    }
}
