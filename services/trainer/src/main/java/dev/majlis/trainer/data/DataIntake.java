package dev.majlis.trainer.data;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.BlobStore;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.trainer.error.Failures;
import dev.majlis.trainer.job.StoredData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes data in: checks every row, then keeps the bytes in the blob store, so that a job always sees the same rows, on any machine
 * and after any restart, whatever becomes of the file they came from.
 */
public final class DataIntake {
    private final BlobStore blobs;
    private final BlobStore handed;
    private final Optional<Path> root;
    private final WebData web;
    private final RowReader reader;
    private final DataLimits limits;

    /**
     * @param blobs where the rows of jobs are kept
     * @param handed where other services leave rows: the blob store of the mesh, which is swept after some days
     * @param root folder whose files may be named; none may without it
     */
    public DataIntake(BlobStore blobs, BlobStore handed, Optional<Path> root, WebData web, DataLimits limits) {
        this.blobs = requireNonNull(blobs, "blobs is null");
        this.handed = requireNonNull(handed, "handed is null");
        this.root = requireNonNull(root, "root is null");
        this.web = requireNonNull(web, "web is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.reader = new RowReader(limits);
    }

    /** Rows of a request, one JSON object on each line. */
    public StoredData inline(byte[] lines, Examination check) {
        return fromDraft("rows.jsonl", draft -> Files.write(draft, lines), check);
    }

    /** A file below the data root. */
    public StoredData file(String path, Examination check) {
        Path file = resolve(path);
        String name = file.getFileName().toString();
        // a copy, so that what was checked is what is stored
        return fromDraft(
                name,
                draft -> {
                    long bytes = Files.size(file);
                    if (bytes > limits.fileBytes()) {
                        throw Failures.dataTooLarge("%d bytes, the limit is %d".formatted(bytes, limits.fileBytes()));
                    }
                    Files.copy(file, draft, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                },
                check);
    }

    /**
     * What another service has left in the blob store of the mesh.
     *
     * @param name tells the format by its end
     */
    public StoredData blob(BlobRef ref, String name, Examination check) {
        return fromDraft(
                name,
                draft -> {
                    if (ref.bytes() > limits.fileBytes()) {
                        throw Failures.dataTooLarge(
                                "%d bytes, the limit is %d".formatted(ref.bytes(), limits.fileBytes()));
                    }
                    try {
                        handed.get(ref, draft);
                    } catch (MeshException e) {
                        throw switch (e.slug()) {
                            case NOT_FOUND, INTERNAL -> Failures.badData("/data/blob", e.getMessage());
                            default -> e;
                        };
                    }
                },
                check);
    }

    /** What lies at an address. */
    public StoredData url(URI url, Examination check) {
        return fromDraft(web.name(url), draft -> web.fetch(url, draft, limits.fileBytes()), check);
    }

    /** Refuses an address that would be refused later. */
    public void checkUrl(URI url) {
        web.check(url);
        DataFormat.of(web.name(url));
    }

    /** The rows again. */
    public void read(StoredData data, Path copy, Consumer<Row> consumer) {
        blobs.get(data.blob(), copy);
        reader.read(copy, data.name(), consumer);
    }

    private Path resolve(String path) {
        Path folder = root.orElseThrow(
                () -> Failures.badData("/data/file", "files are not read here: majlis.trainer.data.dir is not set"));
        try {
            Path real = folder.toRealPath();
            Path file = real.resolve(path).toRealPath();
            if (file.startsWith(real)
                    && Files.isRegularFile(file)
                    && !Path.of(path).isAbsolute()) {
                return file;
            }
        } catch (IOException | InvalidPathException e) {
            throw noFile(path);
        }
        throw noFile(path);
    }

    /** The same words for what is not there and for what lies elsewhere, which is nobody's business. */
    private static RuntimeException noFile(String path) {
        return Failures.badData(
                "/data/file", "there is no file '%s' below the data root".formatted(Failures.shown(path)));
    }

    /** Puts the content into a file. */
    @FunctionalInterface
    private interface Filling {
        void fill(Path draft) throws IOException;
    }

    private StoredData fromDraft(String name, Filling filling, Examination check) {
        DataFormat.of(name);
        try {
            Path draft = Files.createTempFile("majlis-data-", ".draft");
            try {
                filling.fill(draft);
                long rows = reader.read(draft, name, check);
                check.end();
                BlobRef blob = blobs.put(draft);
                return new StoredData(blob, name, rows);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
