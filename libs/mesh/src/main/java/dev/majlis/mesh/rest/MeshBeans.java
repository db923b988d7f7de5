package dev.majlis.mesh.rest;

import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The service's one connection to the mesh; connected when first injected, drained before anything else is taken down. */
@ApplicationScoped
public class MeshBeans {
    private static final String ARTIFACT_PREFIX = "majlis-";

    private volatile Optional<Mesh> connected = Optional.empty();

    @Produces
    @Singleton
    @DefaultBean
    Telemetry telemetry(
            Instance<OpenTelemetry> openTelemetry,
            Instance<MeterRegistry> registry,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        return new Telemetry(
                openTelemetry.isResolvable() ? openTelemetry.get() : OpenTelemetry.noop(),
                registry.isResolvable() ? registry.get() : new CompositeMeterRegistry(),
                service(application));
    }

    @Produces
    @Singleton
    @DefaultBean
    Mesh mesh(
            MeshConfig config,
            FailureClassifier failures,
            Telemetry telemetry,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        MeshSettings settings = new MeshSettings(
                config.bootstrapServers(),
                config.topicPrefix(),
                service(application),
                config.instance(),
                config.replyPartition(),
                MeshSettings.Source.valueOf(config.workerSource().toUpperCase(Locale.ROOT)),
                config.declareTopics(),
                config.partitions(),
                Math.max(4, config.replyPartition() + 1),
                config.kafka(),
                config.blobDir(),
                failures,
                telemetry,
                clock);
        Mesh mesh = Mesh.connect(settings);
        connected = Optional.of(mesh);
        return mesh;
    }

    void drain(@Observes @Priority(1) ShutdownEvent event) {
        connected.ifPresent(Mesh::close);
        connected = Optional.empty();
    }

    /** Artifacts are named {@code majlis-<service>}. */
    private static String service(String application) {
        return application.startsWith(ARTIFACT_PREFIX) ? application.substring(ARTIFACT_PREFIX.length()) : application;
    }
}
