package dev.majlis.gateway.kafka;

import dev.majlis.gateway.forward.Services;
import dev.majlis.gateway.route.LiveRoutes;
import dev.majlis.gateway.route.Step;
import dev.majlis.mesh.envelope.Operation;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.Set;

/** Connects at the start; closes at the end, after the HTTP server has drained. */
@ApplicationScoped
public class MeshStart {
    private final Instance<MeshConnection> connection;
    private final LiveRoutes routes;
    private final Services services;
    private final JobReplies jobReplies;

    @Inject
    public MeshStart(Instance<MeshConnection> connection, LiveRoutes routes, Services services, JobReplies jobReplies) {
        this.connection = connection;
        this.routes = routes;
        this.services = services;
        this.jobReplies = jobReplies;
    }

    void start(@Observes StartupEvent event) {
        connection.stream().forEach(mesh -> mesh.open(operations(), jobReplies::start));
    }

    void stop(@Observes ShutdownEvent event) {
        connection.stream().forEach(MeshConnection::close);
    }

    /** Queues of routes that appeared since. */
    public void routesChanged() {
        connection.stream().forEach(mesh -> mesh.require(operations()));
    }

    private Set<Operation> operations() {
        Set<Operation> operations = new LinkedHashSet<>(services.operations());
        operations.add(Step.FOE);
        routes.state().book().routes().forEach(route -> route.steps().forEach(step -> operations.add(step.to())));
        return operations;
    }
}
