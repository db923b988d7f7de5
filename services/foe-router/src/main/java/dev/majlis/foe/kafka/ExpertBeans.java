package dev.majlis.foe.kafka;

import dev.majlis.foe.embed.EncoderEmbedder;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.ExpertProbe;
import dev.majlis.foe.expert.MeasuredCosts;
import dev.majlis.foe.remote.HttpExperts;
import dev.majlis.models.LocalModelHub;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** What asking experts is put together from. */
@ApplicationScoped
public class ExpertBeans {
    /** On the machine itself, where a sidecar may serve a model. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @Produces
    @Singleton
    HttpExperts http(CallConfig config) {
        Set<String> named = config.hosts().orElse(Set.of());
        return new HttpExperts(
                config.connectTimeout(),
                config.inFlight(),
                uri -> token(config, uri),
                uri -> LOOPBACK.contains(uri.getHost())
                        || named.contains(uri.getHost())
                        || named.contains(address(uri)));
    }

    @Produces
    @Singleton
    MeasuredCosts costs() {
        return new MeasuredCosts();
    }

    @Produces
    @Singleton
    @DefaultBean
    Embedder embedder(EncoderConfig config, Clock clock, MeterRegistry registry) {
        return new EncoderEmbedder(() -> {
            LocalModelHub.Builder hub =
                    LocalModelHub.builder().clock(clock).registry(registry).offline(config.offline());
            config.dir().ifPresent(hub::directory);
            config.catalog().ifPresent(hub::catalogs);
            return hub.build().openEncoder(EncoderEmbedder.MODEL);
        });
    }

    void close(@Disposes Embedder embedder) {
        if (embedder instanceof EncoderEmbedder encoder) {
            encoder.close();
        }
    }

    @Produces
    @Singleton
    ExpertProbe probe(ExpertClient client, Clock clock) {
        return new ExpertProbe(client, clock);
    }

    /** Secrets are named in the configuration and stand in the environment, never in a registered expert. */
    private static Optional<String> token(CallConfig config, URI uri) {
        return Optional.ofNullable(config.tokens().get(address(uri)))
                .or(() -> Optional.ofNullable(config.tokens().get(uri.getHost())))
                .map(System::getenv)
                .filter(token -> !token.isBlank());
    }

    private static String address(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
