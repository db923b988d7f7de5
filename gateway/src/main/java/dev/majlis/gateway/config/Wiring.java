package dev.majlis.gateway.config;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.gateway.admission.Admission;
import dev.majlis.gateway.forward.Services;
import dev.majlis.gateway.job.Jobs;
import dev.majlis.gateway.kafka.MeshConnection;
import dev.majlis.gateway.rest.Ids;
import dev.majlis.gateway.route.BuiltInRoutes;
import dev.majlis.gateway.route.LiveRoutes;
import dev.majlis.gateway.state.Stores;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.client.MeshClient;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of the plain classes. */
@Singleton
public class Wiring {

    @Produces
    @Singleton
    LiveRoutes liveRoutes(GatewayConfig config, Clock clock) {
        return new LiveRoutes(BuiltInRoutes.of(config.chatModels()), config.routes(), clock);
    }

    @Produces
    @Singleton
    Admission admission(Clock clock) {
        return new Admission(clock);
    }

    @Produces
    @Singleton
    @DefaultBean
    Ids ids() {
        return () -> UuidCreator.getTimeOrderedEpoch().toString();
    }

    @Produces
    @Singleton
    Services services(GatewayConfig config) {
        return new Services(config.services());
    }

    /** Connects later, in the background: {@link dev.majlis.gateway.kafka.MeshStart}. */
    @Produces
    @Singleton
    MeshConnection meshConnection(Instance<Mesh> mesh) {
        return new MeshConnection(mesh::get);
    }

    @Produces
    @Singleton
    Stores stores(GatewayConfig config, @ConfigProperty(name = "majlis.state-dir") Path folder, Clock clock) {
        return new Stores(
                new Stores.Settings(
                        folder,
                        config.databaseUrl(),
                        config.databaseUser(),
                        config.databasePassword().orElse("")),
                clock);
    }

    void close(@Disposes Stores stores) {
        stores.close();
    }

    @Produces
    @Singleton
    Jobs jobs(Stores stores, MeshClient mesh, Clock clock) {
        return new Jobs(stores::jobs, mesh, clock);
    }
}
