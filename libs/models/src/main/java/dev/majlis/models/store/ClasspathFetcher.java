package dev.majlis.models.store;

import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** {@code classpath:} sources: weights shipped in a Maven artifact. */
final class ClasspathFetcher implements SourceFetcher {

    @Override
    public boolean handles(Source source) {
        return source instanceof Source.Classpath;
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public void fetch(Source source, Path part, long expected, LongConsumer written) throws IOException {
        String resource = ((Source.Classpath) source).resource();
        try (InputStream in = open(resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource + " on the classpath");
            }
            ByteCopy.copy(in, part, false, written);
        }
    }

    private static InputStream open(String resource) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        InputStream in = context == null ? null : context.getResourceAsStream(resource);
        return in != null ? in : ClasspathFetcher.class.getClassLoader().getResourceAsStream(resource);
    }
}
