package dev.majlis.cappy.kafka;

import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.config.CappyConfig.Published;
import dev.majlis.cappy.model.ScorerModels;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.mesh.registry.RegistryListener;
import dev.majlis.mesh.rest.MeshConfig;
import dev.majlis.models.ModelException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Follows the mesh's registry of models and offers its pair scorers to be served. */
@ApplicationScoped
public class RegistryScorers implements RegistryListener {
    /** Of the versions that are meant for this service. */
    static final String KIND = "pair-scorer";

    private static final Logger LOG = Logger.getLogger(RegistryScorers.class);

    private final Mesh mesh;
    private final ScorerModels models;
    private final CappyConfig config;
    private final PublishedEntries entries;

    @Inject
    public RegistryScorers(Mesh mesh, ScorerModels models, CappyConfig config, MeshConfig meshConfig) {
        this.mesh = mesh;
        this.models = models;
        this.config = config;
        this.entries = new PublishedEntries(meshConfig.blobDir());
    }

    void start(@Observes StartupEvent event) {
        if (config.published() != Published.NONE) {
            // ends with the mesh
            var unused = mesh.registry().subscribe(this);
        }
    }

    @Override
    public void published(ModelVersion version) {
        boolean wanted = config.published() == Published.ALL || config.models().contains(version.model());
        if (!wanted || !version.kind().equals(KIND)) {
            return;
        }
        try {
            models.offer(entries.read(version));
        } catch (ModelException e) {
            LOG.errorf("scorer %s: version %s is refused: %s", version.model(), version.version(), e.getMessage());
            models.reject(version.model(), version.version(), e.getMessage());
        }
    }

    @Override
    public void withdrawn(String model) {
        models.withdraw(model);
    }
}
