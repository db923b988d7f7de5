package dev.majlis.foe.host;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files of published classifiers on this machine; processes may share the folder. Thread-safe; blocks. */
public final class ModelFolders {
    private final Path parent;
    private final Optional<ModelBlobs> blobs;

    /** @param blobs empty where no blob folder is configured; nothing can be fetched then */
    public ModelFolders(Path parent, Optional<ModelBlobs> blobs) {
        this.parent = requireNonNull(parent, "parent is null");
        this.blobs = requireNonNull(blobs, "blobs is null");
    }

    /** @throws MeshException {@code MODEL_UNREADABLE} without a blob folder; else as {@link ModelBlobs#fetch} */
    public synchronized Path fetch(ModelVersion version) {
        ModelBlobs source = blobs.orElseThrow(() -> new MeshException(
                        ProblemSlug.UNPROCESSABLE_INPUT,
                        "the files of " + version.model() + " lie in the blob folder: set majlis.mesh.blob-dir")
                .withCode("MODEL_UNREADABLE"));
        try {
            Files.createDirectories(parent);
            try (FileChannel channel = FileChannel.open(
                            parent.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                requireNonNull(lock, "lock is null");
                return source.fetch(version, parent);
            }
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "files of the model version could not be written", e);
        }
    }

    /** Lets go of all versions but this one and the one that a rollback would go to. */
    public synchronized void tidy(ModelVersion version) {
        Set<String> keep = new HashSet<>(Set.of(version.version()));
        version.previous().map(ModelVersion::version).ifPresent(keep::add);
        try (Stream<Path> versions = Files.list(parent.resolve(version.model()))) {
            List<Path> old = versions.filter(folder -> !keep.contains(String.valueOf(folder.getFileName())))
                    .toList();
            for (Path folder : old) {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
