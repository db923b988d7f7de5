package dev.majlis.cappy.kafka;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.cappy.model.PublishedScorer;
import dev.majlis.mesh.registry.ModelFile;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.CatalogEntry.Task;
import dev.majlis.models.catalog.Source;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a version of the registry as an entry of the model store: which file is what, and where it is fetched from. ONNX in 8 bits
 * is preferred to ONNX in 32 and both to safetensors.
 */
final class PublishedEntries {
    private static final List<String> WEIGHTS = List.of("model-int8.onnx", "model.onnx", "model.safetensors");
    private static final String BLOB = "blob:";

    private final Optional<Path> blobs;

    /** @param blobs the folder that {@code blob:} names are relative to */
    PublishedEntries(Optional<Path> blobs) {
        this.blobs = requireNonNull(blobs, "blobs is null");
    }

    /** @throws ModelException {@code INVALID} or {@code UNSUPPORTED}, naming what is missing or not understood */
    PublishedScorer read(ModelVersion version) {
        ModelFile weights = weights(version);
        boolean onnx = weights.path().endsWith(".onnx");
        Map<String, CatalogEntry.ModelFile> files = new HashMap<>();
        files.put("weights", file(weights));
        files.put("tokenizer", file(named(version, "tokenizer.json")));
        files.put("config", file(named(version, "config.json")));
        if (onnx) {
            // tables that the graph reads from files beside it
            version.files().stream()
                    .filter(one -> one.path().endsWith(".onnx_data")
                            || (one.path().endsWith(".onnx") && !WEIGHTS.contains(one.path())))
                    .filter(one -> !one.equals(weights))
                    .forEach(one -> files.put(one.path(), file(one)));
        }
        var entry = new CatalogEntry(
                PublishedScorer.entryName(version.model(), version.version()),
                Task.PAIR_SCORING,
                onnx ? "onnxruntime" : "pytorch",
                version.licence(),
                Optional.empty(),
                files,
                0,
                0,
                Optional.empty(),
                Map.of("score-kind", TextNode.valueOf(version.scoreKind())));
        return new PublishedScorer(
                version.model(),
                version.version(),
                Optional.of(version.base()).filter(base -> !base.isBlank()),
                version.previous().map(ModelVersion::version),
                version.publishedAt(),
                version.job(),
                version.metrics(),
                entry);
    }

    private static ModelFile weights(ModelVersion version) {
        return WEIGHTS.stream()
                .flatMap(name -> find(version, one -> one.path().equals(name)).stream())
                .findFirst()
                .or(() -> find(version, one -> one.path().endsWith(".onnx")))
                .or(() -> find(version, one -> one.path().endsWith(".safetensors")))
                .orElseThrow(() -> new ModelException(
                        Code.INVALID,
                        "version %s of %s has no weights: no .onnx and no .safetensors file"
                                .formatted(version.version(), version.model())));
    }

    private static ModelFile named(ModelVersion version, String name) {
        return find(version, one -> one.path().equals(name))
                .orElseThrow(() -> new ModelException(
                        Code.INVALID,
                        "version %s of %s has no %s".formatted(version.version(), version.model(), name)));
    }

    private static Optional<ModelFile> find(ModelVersion version, Predicate<ModelFile> wanted) {
        return version.files().stream().filter(wanted).findFirst();
    }

    private CatalogEntry.ModelFile file(ModelFile file) {
        if (file.path().contains("/")) {
            throw new ModelException(Code.UNSUPPORTED, "file %s lies in a folder".formatted(file.path()));
        }
        return new CatalogEntry.ModelFile(file.path(), file.bytes(), file.sha256(), List.of(source(file)));
    }

    private Source source(ModelFile file) {
        if (file.uri().startsWith(BLOB)) {
            Path folder = blobs.orElseThrow(() -> new ModelException(
                    Code.UNSUPPORTED,
                    "file %s lies in the blob folder: set majlis.mesh.blob-dir".formatted(file.path())));
            Path path = folder.resolve(file.uri().substring(BLOB.length())).normalize();
            if (!path.startsWith(folder.normalize())) {
                throw new ModelException(
                        Code.INVALID, "file %s lies outside of the blob folder".formatted(file.path()));
            }
            return new Source.LocalFile(path.toAbsolutePath());
        }
        try {
            Source source = Source.parse(file.uri());
            if (source instanceof Source.Web || source instanceof Source.S3) {
                return source;
            }
        } catch (IllegalArgumentException e) {
            throw new ModelException(Code.UNSUPPORTED, "file %s: %s".formatted(file.path(), e.getMessage()), e);
        }
        throw new ModelException(
                Code.UNSUPPORTED, "file %s: only blob:, s3: and https: are fetched".formatted(file.path()));
    }
}
