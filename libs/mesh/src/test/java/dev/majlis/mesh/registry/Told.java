package dev.majlis.mesh.registry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told, as {@code model=version} or {@code model gone}. */
final class Told implements RegistryListener {
    final List<String> changes = new CopyOnWriteArrayList<>();

    @Override
    public void published(ModelVersion version) {
        changes.add(version.model() + "=" + version.version());
    }

    @Override
    public void withdrawn(String model) {
        changes.add(model + " gone");
    }
}
