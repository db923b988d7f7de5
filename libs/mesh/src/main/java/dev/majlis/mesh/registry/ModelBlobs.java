package dev.majlis.mesh.registry;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.BlobStore;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of model versions in a blob store: a folder goes in, and the same folder comes out elsewhere, checked. Kept apart from the
 * bodies of records, which are swept after some days. Thread-safe; blocks.
 */
public final class ModelBlobs {
    private static final String FOLDER = "models";

    private final BlobStore store;
    private final String uri;

    /** @param uri what the names of the store's objects are appended to, ends with a slash */
    public ModelBlobs(BlobStore store, String uri) {
        this.store = requireNonNull(store, "store is null");
        this.uri = requireNonNull(uri, "uri is null");
    }

    /** In the folder that all services share ({@code majlis.mesh.blob-dir}); URIs are {@code blob:models/<name>}. */
    public static ModelBlobs in(Path blobFolder) {
        return new ModelBlobs(new DirectoryBlobStore(blobFolder.resolve(FOLDER)), "blob:" + FOLDER + "/");
    }

    /** Stores every file of a folder; what is there already is not stored again. */
    public List<ModelFile> store(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> {
                        BlobRef ref = store.put(file);
                        String path = folder.relativize(file).toString().replace('\\', '/');
                        return new ModelFile(path, ref.sha256(), ref.bytes(), uri + ref.path());
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a version's files.
     *
     * @param parent the folder becomes {@code <parent>/<model>/<version>}; one that is whole is left as it is
     * @return the folder, whole and with the content that the registry names
     * @throws MeshException {@code not-found} or {@code internal} when the store lost or changed a file
     */
    public Path fetch(ModelVersion version, Path parent) {
        Path folder = parent.resolve(version.model()).resolve(version.version());
        if (whole(folder, version)) {
            return folder;
        }
        Path part = folder.resolveSibling(version.version() + ".part");
        try {
            remove(part);
            remove(folder);
            for (ModelFile file : version.files()) {
                Path target = part.resolve(file.path());
                Files.createDirectories(target.getParent());
                store.get(file.blob(), target);
            }
            Files.move(part, folder);
            return folder;
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "files of the model version could not be written", e);
        }
    }

    private static boolean whole(Path folder, ModelVersion version) {
        return version.files().stream().allMatch(file -> {
            Path path = folder.resolve(file.path());
            try {
                return Files.isRegularFile(path) && BlobRef.ofFile(path).equals(file.blob());
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
