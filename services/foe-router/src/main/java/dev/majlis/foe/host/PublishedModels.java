package dev.majlis.foe.host;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.registry.ModelRegistry;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.nn.NnException;
import dev.majlis.nn.classify.ClassifierConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The text classifiers of the registry, whether this process serves them or not. Thread-safe; blocks, for files are fetched when a version
 * is looked at for the first time.
 */
public final class PublishedModels {
    /** Of versions that are text classifiers. */
    public static final String KIND = "text-classifier";

    private final Supplier<ModelRegistry> registry;
    private final ModelFolders folders;

    /** @param registry opened on first use */
    public PublishedModels(Supplier<ModelRegistry> registry, ModelFolders folders) {
        this.registry = requireNonNull(registry, "registry is null");
        this.folders = requireNonNull(folders, "folders is null");
    }

    /** Names, sorted. */
    public List<String> names() {
        return registry.get().all().stream()
                .filter(version -> version.kind().equals(KIND))
                .map(ModelVersion::model)
                .toList();
    }

    /** Version that is current now, without its files. */
    public Optional<String> version(String model) {
        return current(model).map(ModelVersion::version);
    }

    /** @throws MeshException {@code MODEL_UNREADABLE} when its files cannot be had or are no classifier's */
    public Optional<PublishedModel> find(String model) {
        return current(model).map(this::read);
    }

    private Optional<ModelVersion> current(String model) {
        return registry.get().current(model).filter(version -> version.kind().equals(KIND));
    }

    private PublishedModel read(ModelVersion version) {
        try {
            Path folder = folders.fetch(version);
            return new PublishedModel(
                    version.model(),
                    version.version(),
                    ClassifierConfig.read(folder).labels(),
                    folder);
        } catch (NnException e) {
            throw new MeshException(
                            ProblemSlug.UNPROCESSABLE_INPUT,
                            "version %s of %s cannot be read: %s"
                                    .formatted(version.version(), version.model(), e.getMessage()),
                            e)
                    .withCode("MODEL_UNREADABLE");
        }
    }
}
