package dev.majlis.foe.kafka;

import dev.majlis.foe.embed.EncoderEmbedder;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.host.ModelFolders;
import dev.majlis.foe.host.PublishedModels;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.rest.MeshConfig;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The expert host of this process, and the view of what is published. */
@ApplicationScoped
public class HostBeans {
    /** Place in the order of the start. */
    static final int HOSTS = 3_000;

    private static final Logger LOG = Logger.getLogger(HostBeans.class);
    private static final String FOLDER = "foe-experts";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final List<String> NONE = List.of("none");

    /** Before the workers take up questions ({@link MeshWorkers}): the experts that these need may be hosted here alone. */
    void start(@Observes @Priority(HOSTS) StartupEvent event, HostConfig config, Mesh mesh, ExpertHost host) {
        if (config.host().equals(NONE)) {
            return;
        }
        try {
            if (!host.follow(mesh.registry(), PATIENCE)) {
                LOG.warnf("not all published experts were loaded within %d s; the others follow", PATIENCE.toSeconds());
            }
        } catch (MeshException e) {
            LOG.warnf("experts are loaded when the registry can be read: %s", e.getMessage());
        }
    }

    @Produces
    @Singleton
    ModelFolders folders(
            MeshConfig mesh, @ConfigProperty(name = "majlis.state-dir", defaultValue = ".majlis/state") Path stateDir) {
        return new ModelFolders(stateDir.resolve(FOLDER), mesh.blobDir().map(ModelBlobs::in));
    }

    @Produces
    @Singleton
    PublishedModels models(Mesh mesh, ModelFolders folders) {
        return new PublishedModels(mesh::registry, folders);
    }

    @Produces
    @Singleton
    ExpertHost host(HostConfig config, Mesh mesh, ModelFolders folders, Embedder embedder) {
        return new ExpertHost(
                mesh,
                folders,
                model -> HostConfig.wanted(config.host(), model),
                base -> encoder(base, embedder),
                RETRY);
    }

    void close(@Disposes ExpertHost host) {
        host.close();
    }

    /** One encoder is in the process: what was trained on another's vectors cannot be served. */
    private static Function<List<String>, float[][]> encoder(String base, Embedder embedder) {
        if (!base.equals(EncoderEmbedder.MODEL)) {
            throw new NnException(
                    Kind.UNSUPPORTED, "it reads vectors of " + base + ", here are those of " + EncoderEmbedder.MODEL);
        }
        return embedder::embed;
    }
}
