package dev.majlis.mesh.rest;

import dev.majlis.mesh.Mesh;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every worker takes records and replies are being read. */
@Readiness
@ApplicationScoped
public class MeshReady implements HealthCheck {
    private final Mesh mesh;

    @Inject
    public MeshReady(Mesh mesh) {
        this.mesh = mesh;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> reasons = mesh.unready();
        return HealthCheckResponse.named("mesh")
                .withData("waiting", String.join("; ", reasons))
                .status(reasons.isEmpty())
                .build();
    }
}
