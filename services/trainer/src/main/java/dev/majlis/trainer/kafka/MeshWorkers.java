package dev.majlis.trainer.kafka;

import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.rest.LoopbackForwarder;
import dev.majlis.mesh.work.WorkerSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Takes part in the mesh: HTTP calls over Kafka, and the registry of models. */
@ApplicationScoped
public class MeshWorkers {
    /** The paths that may be reached over {@code trainer.rest}. */
    static final List<String> FORWARDED = List.of("/trainer/v1");

    private final Mesh mesh;
    private final HttpServer http;
    private final Clock clock;

    @Inject
    public MeshWorkers(Mesh mesh, HttpServer http, Clock clock) {
        this.mesh = mesh;
        this.http = http;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        mesh.start(new LoopbackForwarder("trainer", FORWARDED, http::getPort, clock), WorkerSettings.defaults());
        mesh.registry();
    }
}
