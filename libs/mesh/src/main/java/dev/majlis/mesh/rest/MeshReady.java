package dev.majlis.mesh.rest;

import dev.majlis.mesh.Mesh;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
    private volatile boolean stopping;

    @Inject
    public MeshReady(Mesh mesh) {
        this.mesh = mesh;
    }

    /** A terminating pod must not count as healthy (platform §8). */
    void stop(@Observes @Priority(0) ShutdownEvent event) {
        stopping = true;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> reasons = stopping ? List.of("shutting down") : mesh.unready();
        return HealthCheckResponse.named("mesh")
                .withData("waiting", String.join("; ", reasons))
                .status(reasons.isEmpty())
                .build();
    }
}
