package dev.majlis.gateway.rest;

import dev.majlis.gateway.kafka.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the queues of all routes exist, replies are being read and the state can be written. */
@Readiness
@ApplicationScoped
public class GatewayReady implements HealthCheck {
    private final MeshConnection mesh;

    @Inject
    public GatewayReady(MeshConnection mesh) {
        this.mesh = mesh;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> reasons = mesh.unready();
        return HealthCheckResponse.named("gateway")
                .withData("waiting", String.join("; ", reasons))
                .status(reasons.isEmpty())
                .build();
    }
}
