package dev.majlis.models.store;

import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Brings the bytes of one kind of source. */
interface SourceFetcher {

    /** Whether this fetcher knows the source's kind. */
    boolean handles(Source source);

    /** Whether a network is needed. */
    boolean remote();

    /**
     * Writes the source's bytes to {@code part}. Where the source can continue, bytes that are in {@code part} already
     * are kept, otherwise overwritten.
     *
     * @param expected length in bytes, 0 when unknown
     * @param written hears the length of {@code part} as it grows
     * @throws IOException with a reason fit for a person; what is in {@code part} may be continued later
     */
    void fetch(Source source, Path part, long expected, LongConsumer written) throws IOException;
}
