package dev.majlis.models.store;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.CatalogEntry.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The model files of this machine (architecture §3): {@code <directory>/<model>/<file>}. A file is visible under its name
 * only after its length, format and SHA-256 were checked; several processes may share one directory. Thread-safe.
 */
public final class ModelStore {
    private static final Logger LOG = Logger.getLogger(ModelStore.class);
    private static final Duration LOCK_PATIENCE = Duration.ofMinutes(30);

    private final StoreSettings settings;
    private final SourceChain sources;

    public ModelStore(StoreSettings settings) {
        this.settings = settings;
        this.sources = new SourceChain(settings);
    }

    /** Where all models lie. */
    public Path directory() {
        return settings.directory();
    }

    /** Where the files of one model lie, or would. */
    public Path directory(CatalogEntry entry) {
        return settings.directory().resolve(entry.name());
    }

    /**
     * Makes sure that every file of the entry is here and verified.
     *
     * @return the files by role
     * @throws ModelException {@code UNAVAILABLE} naming every source that was tried and why it failed, {@code CORRUPT},
     *     {@code UNSAFE_FORMAT}; also {@code UNAVAILABLE} when terms must be accepted first
     */
    public Map<String, StoredFile> fetch(CatalogEntry entry, Progress progress) {
        entry.files().values().forEach(file -> SafeFormats.checkName(entry.name(), file.file()));
        try {
            Map<String, StoredFile> stored = present(entry);
            if (stored.size() == entry.files().size()) {
                return stored;
            }
            Files.createDirectories(directory(entry));
            FileLock lock = FileLock.acquire(directory(entry).resolve(".lock"), LOCK_PATIENCE);
            try {
                return bringMissing(entry, progress);
            } finally {
                sources.tidy(directory(entry));
                lock.close();
            }
        } catch (IOException e) {
            throw new ModelException(
                    Code.UNAVAILABLE,
                    "model '" + entry.name() + "': " + directory(entry) + " cannot be written: " + e
                            + " Is the disk full or the directory read-only? Move the store with"
                            + " -Dmajlis.models.dir=PATH.",
                    e);
        }
    }

    private Map<String, StoredFile> present(CatalogEntry entry) throws IOException {
        var stored = new LinkedHashMap<String, StoredFile>();
        for (Map.Entry<String, ModelFile> file : new TreeMap<>(entry.files()).entrySet()) {
            present(entry, file.getKey(), file.getValue(), path(entry, file.getValue()))
                    .ifPresent(found -> stored.put(file.getKey(), found));
        }
        return stored;
    }

    private Map<String, StoredFile> bringMissing(CatalogEntry entry, Progress progress) throws IOException {
        // another process may have brought them while this one waited for the lock
        Map<String, StoredFile> stored = present(entry);
        for (Map.Entry<String, ModelFile> file : new TreeMap<>(entry.files()).entrySet()) {
            if (!stored.containsKey(file.getKey())) {
                Path path = path(entry, file.getValue());
                stored.put(file.getKey(), bring(entry, file.getKey(), file.getValue(), path, progress));
            }
        }
        return stored;
    }

    private Path path(CatalogEntry entry, ModelFile file) {
        return directory(entry).resolve(file.file());
    }

    /** The files by role when all are here with the right length; empty when one is missing. Reads no content. */
    public boolean holds(CatalogEntry entry) {
        return entry.files().values().stream().allMatch(file -> {
            Path path = path(entry, file);
            return Files.isRegularFile(path)
                    && (file.bytes() == 0 || path.toFile().length() == file.bytes());
        });
    }

    /**
     * Reads every byte of the entry's files again.
     *
     * @throws ModelException {@code UNAVAILABLE} for a missing file, {@code CORRUPT} for a changed one
     */
    public Map<String, StoredFile> verify(CatalogEntry entry) {
        var verified = new LinkedHashMap<String, StoredFile>();
        new TreeMap<>(entry.files()).forEach((role, file) -> {
            Path path = path(entry, file);
            if (!Files.exists(path)) {
                throw new ModelException(
                        Code.UNAVAILABLE, "model '" + entry.name() + "': " + path + " is not here; fetch it first");
            }
            try {
                String sha256 = FileDigest.sha256(path);
                check(entry, file, path, sha256, new VerificationStamp(path).recorded());
                verified.put(role, new StoredFile(role, path, Files.size(path), sha256));
            } catch (IOException e) {
                throw unreadable(path, e);
            }
        });
        return verified;
    }

    /**
     * Deletes the folders of versions of a model, which are called {@code <model>@<version>}, except some. Loaded models are not
     * harmed; who needs a deleted version fetches it again.
     *
     * @param keep names of entries that stay
     */
    public void keepVersions(String model, Set<String> keep) {
        if (!Files.isDirectory(settings.directory())) {
            return;
        }
        try (Stream<Path> folders = Files.list(settings.directory())) {
            List<Path> old = folders.filter(
                            folder -> folder.getFileName().toString().startsWith(model + "@"))
                    .filter(folder -> !keep.contains(folder.getFileName().toString()))
                    .toList();
            for (Path folder : old) {
                TemporaryFolder.delete(folder);
            }
        } catch (IOException e) {
            throw unreadable(settings.directory(), e);
        }
    }

    /** Notes that the user has accepted the entry's terms. */
    public void accept(CatalogEntry entry) {
        try {
            Files.createDirectories(directory(entry));
            Files.writeString(acceptance(entry), entry.acceptance().orElse(""));
        } catch (IOException e) {
            throw unreadable(acceptance(entry), e);
        }
    }

    /** Whether the entry has no terms, or these terms were accepted. */
    public boolean accepted(CatalogEntry entry) {
        if (entry.acceptance().isEmpty()) {
            return true;
        }
        try {
            return Files.exists(acceptance(entry))
                    && Files.readString(acceptance(entry))
                            .equals(entry.acceptance().get());
        } catch (IOException e) {
            throw unreadable(acceptance(entry), e);
        }
    }

    private Path acceptance(CatalogEntry entry) {
        return directory(entry).resolve(".accepted");
    }

    private static Optional<StoredFile> present(CatalogEntry entry, String role, ModelFile file, Path path)
            throws IOException {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        var stamp = new VerificationStamp(path);
        Optional<String> recorded = stamp.recorded();
        String sha256 = stamp.sha256();
        if (file.verified()
                && !sha256.equals(file.sha256())
                && recorded.filter(sha256::equals).isPresent()) {
            LOG.infof("model %s: %s is sound, but the catalog names another now; it is replaced", entry.name(), path);
            return Optional.empty();
        }
        check(entry, file, path, sha256, recorded);
        SafeFormats.checkContent(entry.name(), file.file(), path);
        stamp.write(sha256);
        if (!file.verified() && recorded.isEmpty()) {
            LOG.warnf(
                    "model %s: %s has no hash in the catalog; recorded %s and will hold later reads to it",
                    entry.name(), path, sha256);
        }
        return Optional.of(new StoredFile(role, path, Files.size(path), sha256));
    }

    private StoredFile bring(CatalogEntry entry, String role, ModelFile file, Path path, Progress progress)
            throws IOException {
        if (!accepted(entry)) {
            throw new ModelException(
                    Code.UNAVAILABLE,
                    "model '" + entry.name() + "' comes under terms that you must accept first: "
                            + entry.acceptance().orElseThrow());
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        var stamp = new VerificationStamp(path);
        Optional<String> recorded = stamp.recorded();
        sources.bring(entry, file, part, progress, candidate -> {
            String sha256 = FileDigest.sha256(candidate);
            check(entry, file, candidate, sha256, recorded);
            SafeFormats.checkContent(entry.name(), file.file(), candidate);
        });
        String sha256 = FileDigest.sha256(part);
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        new ResumePoint(part, "").forget();
        stamp.write(sha256);
        if (!file.verified() && recorded.isEmpty()) {
            LOG.warnf(
                    "model %s: %s has no hash in the catalog; recorded %s from its first fetch",
                    entry.name(), path, sha256);
        }
        return new StoredFile(role, path, Files.size(path), sha256);
    }

    private static void check(CatalogEntry entry, ModelFile file, Path path, String sha256, Optional<String> recorded)
            throws IOException {
        long bytes = Files.size(path);
        if (file.bytes() > 0 && bytes != file.bytes()) {
            throw corrupt(entry, path, "has " + bytes + " bytes, the catalog says " + file.bytes());
        }
        String wanted = file.verified() ? file.sha256() : recorded.orElse(sha256);
        if (!wanted.equals(sha256)) {
            throw corrupt(
                    entry,
                    path,
                    "has SHA-256 " + sha256 + ", " + (file.verified() ? "the catalog says " : "first seen was ")
                            + wanted);
        }
    }

    private static ModelException corrupt(CatalogEntry entry, Path path, String what) {
        return new ModelException(
                Code.CORRUPT, "model '" + entry.name() + "': " + path + " " + what + ". Delete it to fetch it anew.");
    }

    private static ModelException unreadable(Path path, IOException e) {
        return new ModelException(Code.UNAVAILABLE, path + ": " + e, e);
    }
}
