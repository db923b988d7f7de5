package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.fuse.StoredFuser;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Fusers as blobs, which every instance of the router can read. Thread-safe; blocks. */
public final class FuserFiles {
    private final BlobStore blobs;
    private final Path scratch;
    private final TableLimits limits;

    /** @param scratch folder for files on their way */
    public FuserFiles(BlobStore blobs, Path scratch, TableLimits limits) {
        this.blobs = requireNonNull(blobs, "blobs is null");
        this.scratch = requireNonNull(scratch, "scratch is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    /** @param network folder of a perceptron's files */
    public Map<String, BlobRef> write(Fuser fuser, Optional<Path> network) {
        return inScratch(folder -> {
            if (network.isPresent()) {
                StoredFuser.write(fuser, folder, network.get());
            } else {
                StoredFuser.write(fuser, folder);
            }
            Map<String, BlobRef> files = new LinkedHashMap<>();
            try (Stream<Path> written = Files.list(folder)) {
                for (Path file : written.sorted().toList()) {
                    files.put(file.getFileName().toString(), blobs.put(file));
                }
            }
            return files;
        });
    }

    public Fuser read(FuserRecord record) {
        return inScratch(folder -> {
            for (Map.Entry<String, BlobRef> file : record.files().entrySet()) {
                blobs.get(file.getValue(), folder.resolve(file.getKey()));
            }
            return StoredFuser.read(folder, limits);
        });
    }

    /** Work with files. */
    @FunctionalInterface
    public interface FolderWork<T> {
        T run(Path folder) throws IOException;
    }

    /** Runs work in a folder that is removed afterwards. */
    public <T> T inScratch(FolderWork<T> work) {
        try {
            Files.createDirectories(scratch);
            Path folder = Files.createTempDirectory(scratch, "fuser-");
            try {
                return work.run(folder);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
