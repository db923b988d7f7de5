package dev.majlis.foe.kafka;

import dev.majlis.foe.chat.ChatPools;
import dev.majlis.foe.chat.FoeChat;
import dev.majlis.foe.config.FoeConfig;
import dev.majlis.foe.serve.Predictor;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.work.WorkerSettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Chats over the mesh, where this process routes. */
@ApplicationScoped
public class ChatBeans {
    private static final int IN_FLIGHT = 16;

    void start(@Observes StartupEvent event, FoeConfig config, Mesh mesh, ChatWorker worker) {
        if (config.router()) {
            // every chat is slow: none may wait behind another
            mesh.start(
                    worker.worker(),
                    WorkerSettings.defaults().withMaxInFlight(IN_FLIGHT).withLanes(IN_FLIGHT));
        }
    }

    @Produces
    @Singleton
    FoeChat chat(Predictor predictor, ChatPools pools, Clock clock) {
        return new FoeChat(predictor, pools, clock);
    }
}
