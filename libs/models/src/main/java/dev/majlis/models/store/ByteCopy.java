package dev.majlis.models.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/** Copies a stream into a file and tells how far it is. */
final class ByteCopy {
    private static final int BUFFER_BYTES = 1 << 16;

    private ByteCopy() {}

    /**
     * @param append whether the file's bytes are kept
     * @return the file's length afterwards
     */
    static long copy(InputStream in, Path file, boolean append, LongConsumer written) throws IOException {
        OpenOption how = append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        long length = append && Files.exists(file) ? Files.size(file) : 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("interrupted");
                }
                out.write(buffer, 0, n);
                length += n;
                written.accept(length);
            }
        }
        return length;
    }
}
