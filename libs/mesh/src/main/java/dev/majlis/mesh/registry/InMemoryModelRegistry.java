package dev.majlis.mesh.registry;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A registry of one process, for tests; listeners are called on the thread that publishes. */
public final class InMemoryModelRegistry implements ModelRegistry {
    private final Map<String, ModelVersion> versions = new TreeMap<>();
    private final List<RegistryListener> listeners = new ArrayList<>();
    private final Clock clock;

    public InMemoryModelRegistry(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public synchronized ModelVersion publish(ModelVersion version) {
        Optional<ModelVersion> current = current(version.model());
        return set(Succession.next(version, current, clock.instant()), current);
    }

    @Override
    public synchronized Optional<ModelVersion> current(String model) {
        return Optional.ofNullable(versions.get(model));
    }

    @Override
    public synchronized List<ModelVersion> all() {
        return List.copyOf(versions.values());
    }

    @Override
    public synchronized Subscription subscribe(RegistryListener listener) {
        versions.values().forEach(listener::published);
        listeners.add(listener);
        return () -> drop(listener);
    }

    @Override
    public synchronized ModelVersion rollback(String model) {
        Optional<ModelVersion> current = current(model);
        return set(Succession.back(model, current, clock.instant()), current);
    }

    @Override
    public synchronized void withdraw(String model) {
        if (versions.remove(model) != null) {
            List.copyOf(listeners).forEach(listener -> listener.withdrawn(model));
        }
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {}

    private ModelVersion set(ModelVersion next, Optional<ModelVersion> current) {
        if (current.filter(next::equals).isEmpty()) {
            versions.put(next.model(), next);
            List.copyOf(listeners).forEach(listener -> listener.published(next));
        }
        return next;
    }

    private synchronized void drop(RegistryListener listener) {
        listeners.remove(listener);
    }
}
