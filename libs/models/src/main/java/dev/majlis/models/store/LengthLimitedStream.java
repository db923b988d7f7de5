package dev.majlis.models.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails when a source sends more than it should, so that a never-ending answer cannot fill the disk. */
final class LengthLimitedStream extends FilterInputStream {
    private long left;

    LengthLimitedStream(InputStream in, long limit) {
        super(in);
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        return count(super.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        return count(read, read);
    }

    private int count(int result, int bytes) throws IOException {
        if (result >= 0) {
            left -= bytes;
        }
        if (left < 0) {
            throw new RefusedException(0, "the source sends more bytes than the catalog says");
        }
        return result;
    }
}
