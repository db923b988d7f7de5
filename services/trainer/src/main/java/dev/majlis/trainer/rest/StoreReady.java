package dev.majlis.trainer.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.trainer.state.Stores;
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
        var response = HealthCheckResponse.named("jobs");
        try {
            return response.withData("waiting", stores.get().waiting()).up().build();
        } catch (MeshException e) {
            return response.withData("waiting", e.getMessage()).down().build();
        }
    }
}
