package dev.majlis.models.store;

import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** {@code file:} sources; a relative path lies below the store directory. */
final class LocalFileFetcher implements SourceFetcher {
    private final Path base;

    LocalFileFetcher(Path base) {
        this.base = base;
    }

    @Override
    public boolean handles(Source source) {
        return source instanceof Source.LocalFile;
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public void fetch(Source source, Path part, long expected, LongConsumer written) throws IOException {
        Path path = base.resolve(((Source.LocalFile) source).path());
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString(), null, "no such file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            ByteCopy.copy(in, part, false, written);
        }
    }
}
