package dev.majlis.mesh.blob;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.stream.Stream;

/** Blobs as files of a directory that all services share; written beside and moved into place, so that none is ever half. */
public final class DirectoryBlobStore implements BlobStore {
    private final Path root;

    public DirectoryBlobStore(Path root) {
        this.root = requireNonNull(root, "root is null");
    }

    @Override
    public BlobRef put(byte[] content) {
        BlobRef ref = BlobRef.of(Sha256.hex(content), content.length);
        Path target = root.resolve(ref.path());
        try {
            Files.createDirectories(target.getParent());
            Path part = Files.createTempFile(target.getParent(), "part-", ".tmp");
            try {
                Files.write(part, content);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return ref;
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "blob store does not take the body", e);
        }
    }

    @Override
    public BlobRef put(Path file) {
        try {
            Files.createDirectories(root);
            Path part = Files.createTempFile(root, "part-", ".tmp");
            try {
                Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
                BlobRef ref = BlobRef.ofFile(part);
                Path target = root.resolve(ref.path());
                Files.createDirectories(target.getParent());
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return ref;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "blob store does not take the file", e);
        }
    }

    @Override
    public void get(BlobRef ref, Path target) {
        try {
            Files.copy(root.resolve(ref.path()), target, StandardCopyOption.REPLACE_EXISTING);
            if (!BlobRef.ofFile(target).equals(ref)) {
                Files.delete(target);
                throw new MeshException(ProblemSlug.INTERNAL, "stored body %s is damaged".formatted(ref.path()));
            }
        } catch (NoSuchFileException e) {
            throw new MeshException(ProblemSlug.NOT_FOUND, "stored body %s is gone".formatted(ref.path()), e);
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "blob store does not give the body", e);
        }
    }

    @Override
    public byte[] get(BlobRef ref) {
        try {
            return Sha256.verified(ref, Files.readAllBytes(root.resolve(ref.path())));
        } catch (NoSuchFileException e) {
            throw new MeshException(ProblemSlug.NOT_FOUND, "stored body %s is gone".formatted(ref.path()), e);
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "blob store does not give the body", e);
        }
    }

    @Override
    public void delete(BlobRef ref) {
        try {
            Files.deleteIfExists(root.resolve(ref.path()));
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "blob store does not delete the body", e);
        }
    }

    /** Deletes what was written before {@code limit}; returns how many. Bodies are needed no longer than their topic keeps records. */
    public int sweep(Instant limit) {
        if (!Files.isDirectory(root)) {
            return 0;
        }
        int deleted = 0;
        try (Stream<Path> files = Files.walk(root, 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit) && Files.deleteIfExists(file)) {
                    deleted++;
                }
            }
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.INTERNAL, "blob store could not be swept", e);
        }
        return deleted;
    }
}
