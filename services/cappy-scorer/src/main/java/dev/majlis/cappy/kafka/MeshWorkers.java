package dev.majlis.cappy.kafka;

import dev.majlis.cappy.config.CappyConfig;
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

/** Takes part in the mesh: four operations. The mesh drains them at the end. */
@ApplicationScoped
public class MeshWorkers {
    /** The paths that may be reached over {@code cappy-scorer.rest}. */
    static final List<String> FORWARDED =
            List.of("/cappy/v1", "/rerank", "/v1/rerank", "/v2", "/predict", "/score", "/v1/score", "/info", "/health");

    private final Mesh mesh;
    private final ScoreWorker score;
    private final BestOfWorker bestOf;
    private final SampleBestOfWorker sampleBestOf;
    private final CappyConfig config;
    private final HttpServer http;
    private final Clock clock;

    @Inject
    public MeshWorkers(
            Mesh mesh,
            ScoreWorker score,
            BestOfWorker bestOf,
            SampleBestOfWorker sampleBestOf,
            CappyConfig config,
            HttpServer http,
            Clock clock) {
        this.mesh = mesh;
        this.score = score;
        this.bestOf = bestOf;
        this.sampleBestOf = sampleBestOf;
        this.config = config;
        this.http = http;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        WorkerSettings settings = WorkerSettings.defaults().withMaxInFlight(config.maxInFlight());
        mesh.start(score.worker(), settings);
        mesh.start(bestOf.worker(), settings);
        mesh.start(sampleBestOf.worker(), settings);
        mesh.start(new LoopbackForwarder("cappy-scorer", FORWARDED, http::getPort, clock), settings);
    }
}
