package dev.majlis.mesh.registry;

import java.time.Clock;

class InMemoryModelRegistryTest extends ModelRegistryContract {
    private final ModelRegistry registry = new InMemoryModelRegistry(Clock.systemUTC());

    @Override
    ModelRegistry registry() {
        return registry;
    }
}
