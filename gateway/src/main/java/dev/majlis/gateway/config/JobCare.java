package dev.majlis.gateway.config;

import dev.majlis.gateway.job.Jobs;
import dev.majlis.gateway.kafka.MeshConnection;
import dev.majlis.gateway.state.Stores;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Once the mesh is connected: sends again what was not sent, gives up late jobs, forgets old ones and old keys. */
@ApplicationScoped
public class JobCare {
    private static final Logger LOG = Logger.getLogger(JobCare.class);
    private static final long EACH_MS = 1_000;
    private static final int SWEEP_KEYS = 60;

    private final Vertx vertx;
    private final MeshConnection mesh;
    private final Stores stores;
    private final Jobs jobs;
    private long timer = -1;
    private boolean begun;
    private boolean busy;
    private int rounds;

    @Inject
    public JobCare(Vertx vertx, MeshConnection mesh, Stores stores, Jobs jobs) {
        this.vertx = vertx;
        this.mesh = mesh;
        this.stores = stores;
        this.jobs = jobs;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EACH_MS, due -> round());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private synchronized void round() {
        if (busy || !mesh.unready().isEmpty()) {
            return;
        }
        busy = true;
        boolean first = !begun;
        begun = true;
        boolean sweepKeys = rounds++ % SWEEP_KEYS == 0;
        var unused = stores.run(() -> {
                    jobs.resend(first);
                    jobs.sweep();
                    return sweepKeys ? stores.dedup().sweep() : 0;
                })
                .whenComplete((swept, failure) -> {
                    if (failure != null) {
                        LOG.warnf("jobs could not be looked after: %s", failure.getMessage());
                    }
                    idle();
                });
    }

    private synchronized void idle() {
        busy = false;
    }
}
