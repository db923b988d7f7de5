package dev.majlis.foe.rest;

import dev.majlis.foe.state.Stores;
import dev.majlis.mesh.error.MeshException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers. */
@Readiness
@ApplicationScoped
public class StoreReady implements HealthCheck {
    private final Stores stores;

    @Inject
    public StoreReady(Stores stores) {
        this.stores = stores;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("database");
        try {
            return response.withData("waiting", stores.jobs().waiting()).up().build();
        } catch (MeshException e) {
            return response.withData("waiting", e.getMessage()).down().build();
        }
    }
}
