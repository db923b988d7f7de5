package dev.majlis.jaischat.kafka;

import dev.majlis.jaischat.ChatService;
import dev.majlis.jaischat.Limits;
import dev.majlis.jaischat.UsageSink;
import dev.majlis.jaischat.config.JaisChatConfig;
import dev.majlis.jaischat.openai.RequestReader;
import dev.majlis.jaischat.served.ServedModels;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.rest.LoopbackForwarder;
import dev.majlis.mesh.telemetry.Usage;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.WorkerSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Takes work from the mesh: HTTP calls at once, chat as soon as every model answers. */
@ApplicationScoped
public class MeshWorkers {
    private static final Logger LOG = Logger.getLogger(MeshWorkers.class);
    private static final String SERVICE = "jais-chat";
    private static final String PATHS = "/chat/v1";

    private final JaisChatConfig config;
    private final Instance<Mesh> mesh;
    private final HttpServer http;
    private final Clock clock;

    @Inject
    public MeshWorkers(JaisChatConfig config, Instance<Mesh> mesh, HttpServer http, Clock clock) {
        this.config = config;
        this.mesh = mesh;
        this.http = http;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(3000) StartupEvent event,
            ServedModels models,
            ChatService service,
            RequestReader reader,
            Limits limits) {
        if (!config.worker()) {
            return;
        }
        Mesh connection = mesh.get();
        WorkerSettings settings = WorkerSettings.defaults().withMaxInFlight(config.maxInFlight());
        connection.start(new LoopbackForwarder(SERVICE, List.of(PATHS), http::getPort, clock), settings);
        var worker = new ChatWorker(service, reader, config.models().get(0), limits, config.timeout(), clock);
        // its topics exist and its queue keeps requests while the models load
        // every generation is slow: none may wait behind another
        RunningWorker chat = connection.start(worker, settings.withLanes(config.maxInFlight()));
        chat.pause();
        models.ready().thenRun(chat::resume);
    }

    /** Usage of every call, over REST and over the mesh, as a fact. */
    @Produces
    @Singleton
    UsageSink usage() {
        return config.worker() ? this::publish : UsageSink.NONE;
    }

    private void publish(Usage usage) {
        mesh.get()
                .events()
                .publish(Usage.TOPIC, Usage.KIND, usage.tenant(), usage.tenant(), usage)
                .whenComplete((none, failure) -> {
                    if (failure != null) {
                        LOG.warnf("usage of tenant %s was not published: %s", usage.tenant(), failure.getMessage());
                    }
                });
    }
}
