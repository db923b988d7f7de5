package dev.majlis.trainer.run;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelFile;
import dev.majlis.mesh.registry.ModelRegistry;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.ModelException;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.store.Progress;
import dev.majlis.models.store.StoredFile;
import dev.majlis.trainer.task.ServedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Brings a base model's files together: of the catalog, or a version that was trained and published before. Blocks. */
public final class BaseModels {
    private static final Map<String, String> FILES =
            Map.of("config", "config.json", "weights", "model.safetensors", "tokenizer", "tokenizer.json");

    private static final String VERSION = "@";

    private final LocalModelHub hub;
    private final Supplier<ModelRegistry> registry;
    private final ModelBlobs blobs;

    public BaseModels(LocalModelHub hub, Supplier<ModelRegistry> registry, ModelBlobs blobs) {
        this.hub = requireNonNull(hub, "hub is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.blobs = requireNonNull(blobs, "blobs is null");
    }

    /**
     * The model by a name that stands for the same weights for ever: that of the catalog, or {@code <model>@<version>} of the registry;
     * without a version the current one.
     *
     * @throws ModelException {@code UNKNOWN_MODEL} or {@code UNSUPPORTED} when nothing can be trained from it
     */
    public String pin(String model) {
        if (!inCatalog(model)) {
            Optional<ModelVersion> version = published(model);
            if (version.isPresent()) {
                return version.get().model() + VERSION + version.get().version();
            }
        }
        requireTrainable(hub.entry(model));
        return model;
    }

    private boolean inCatalog(String model) {
        return hub.entries().stream().anyMatch(entry -> entry.name().equals(model));
    }

    /** The current version, or the one that is named, if it can still be rolled back to. */
    private Optional<ModelVersion> published(String model) {
        int at = model.indexOf(VERSION);
        Optional<ModelVersion> version = registry.get().current(at < 0 ? model : model.substring(0, at));
        while (at >= 0
                && version.isPresent()
                && !version.get().version().equals(model.substring(at + VERSION.length()))) {
            version = version.get().previous();
        }
        return version;
    }

    /** @param folder to put the files into; whole ones are left as they are */
    public BaseModel open(String model, Path folder) {
        if (!inCatalog(model)) {
            ModelVersion version = published(model)
                    .orElseThrow(() -> new ModelException(
                            ModelException.Code.UNKNOWN_MODEL,
                            "neither the catalog nor the registry has a model '%s'".formatted(model)));
            String sha256 = version.files().stream()
                    .filter(file -> file.path().equals(FILES.get("weights")))
                    .map(ModelFile::sha256)
                    .findFirst()
                    .orElseThrow(() -> unsupported(model));
            return new BaseModel(blobs.fetch(version, folder), sha256, version.licence());
        }
        return ofCatalog(hub, model, folder);
    }

    /** The same for those who have no registry. */
    public static BaseModel ofCatalog(LocalModelHub hub, String model, Path folder) {
        CatalogEntry entry = requireTrainable(hub.entry(model));
        Map<String, StoredFile> files = hub.store().fetch(entry, Progress.NONE);
        FILES.forEach((role, name) -> {
            Path file = files.get(role).path();
            if (ServedWeights.named(file.toString())) {
                ServedWeights.bringBack(file, folder(folder).resolve(name));
            } else {
                link(file, folder.resolve(name));
            }
        });
        return new BaseModel(folder, files.get("weights").sha256(), entry.licence());
    }

    private static CatalogEntry requireTrainable(CatalogEntry entry) {
        boolean whole = entry.files().keySet().containsAll(FILES.keySet());
        if (!whole || !trainable(entry.files().get("weights").file())) {
            throw unsupported(entry.name());
        }
        return entry;
    }

    private static boolean trainable(String weights) {
        return weights.endsWith(".safetensors") || ServedWeights.named(weights);
    }

    private static ModelException unsupported(String model) {
        return new ModelException(
                ModelException.Code.UNSUPPORTED,
                "model '%s' cannot be trained: it has no weights as safetensors, or exported from here, with config.json and tokenizer.json"
                        .formatted(model));
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path file, Path link) {
        try {
            Files.createDirectories(link.getParent());
            Files.deleteIfExists(link);
            try {
                Files.createLink(link, file);
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(file, link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
