package dev.majlis.gateway.config;

import dev.majlis.gateway.kafka.MeshStart;
import dev.majlis.gateway.route.LiveRoutes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Looks at the routes file now and then; polling also works where file events do not (network folders, Kubernetes). */
@ApplicationScoped
public class RoutesWatch {
    private final Vertx vertx;
    private final LiveRoutes routes;
    private final MeshStart mesh;
    private final GatewayConfig config;
    private volatile long timer = -1;

    @Inject
    public RoutesWatch(Vertx vertx, LiveRoutes routes, MeshStart mesh, GatewayConfig config) {
        this.vertx = vertx;
        this.routes = routes;
        this.mesh = mesh;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (routes.file().isPresent()) {
            long millis = Math.max(50, config.routesPoll().toMillis());
            timer = vertx.setPeriodic(
                    millis,
                    due -> vertx.executeBlocking(
                            () -> {
                                routes.refresh();
                                mesh.routesChanged();
                                return null;
                            },
                            false));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
    }
}
