package dev.majlis.gateway.rest;

import dev.majlis.gateway.config.GatewayConfig;
import dev.majlis.mesh.client.MeshClient;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a resumable stream go on without its client for a while. The client must come back to this gateway in time; another one
 * can serve it from the reply log, but cannot stop the clock here.
 */
@ApplicationScoped
public class ResumeGrace {
    private static final int MOST = 10_000;

    private final Map<String, Long> timers = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final MeshClient mesh;
    private final long graceMillis;

    @Inject
    public ResumeGrace(Vertx vertx, MeshClient mesh, GatewayConfig config) {
        this.vertx = vertx;
        this.mesh = mesh;
        this.graceMillis = Math.max(1, config.resumeGrace().toMillis());
    }

    /** The client has gone. @return false when too many are waited for already: then cancel at once */
    boolean begin(String correlationId) {
        if (timers.size() >= MOST) {
            return false;
        }
        long timer = vertx.setTimer(graceMillis, due -> {
            timers.remove(correlationId);
            mesh.cancel(correlationId);
        });
        Long earlier = timers.put(correlationId, timer);
        if (earlier != null) {
            vertx.cancelTimer(earlier);
        }
        return true;
    }

    /** The client is back, or the stream has ended. */
    void end(String correlationId) {
        Long timer = timers.remove(correlationId);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
