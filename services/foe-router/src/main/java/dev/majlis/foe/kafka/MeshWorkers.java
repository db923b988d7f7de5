package dev.majlis.foe.kafka;

import dev.majlis.foe.config.FoeConfig;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.rest.LoopbackForwarder;
import dev.majlis.mesh.work.WorkerSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Takes part in the mesh: predictions, late labels, and every REST path. The mesh drains them at the end. */
@ApplicationScoped
public class MeshWorkers {
    /** The paths that may be reached over {@code foe-router.rest}. */
    static final List<String> FORWARDED = List.of("/foe/v1", "/v2");

    private final Mesh mesh;
    private final PredictWorker predict;
    private final LabelWorker label;
    private final FoeConfig config;
    private final HttpServer http;
    private final Clock clock;

    @Inject
    public MeshWorkers(
            Mesh mesh, PredictWorker predict, LabelWorker label, FoeConfig config, HttpServer http, Clock clock) {
        this.mesh = mesh;
        this.predict = predict;
        this.label = label;
        this.config = config;
        this.http = http;
        this.clock = clock;
    }

    void start(@Observes @Priority(HostBeans.HOSTS + 1) StartupEvent event) {
        if (!config.router()) {
            return;
        }
        WorkerSettings settings = WorkerSettings.defaults();
        mesh.start(predict.worker(), settings.withMaxInFlight(config.predict().maxInFlight()));
        mesh.start(label.worker(), settings);
        mesh.start(new LoopbackForwarder("foe-router", FORWARDED, http::getPort, clock), settings);
    }
}
