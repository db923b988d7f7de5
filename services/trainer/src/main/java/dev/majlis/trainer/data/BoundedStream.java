package dev.majlis.trainer.data;

import dev.majlis.trainer.error.Failures;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails as soon as more has come than may: a small file can grow without end when it is unpacked. */
final class BoundedStream extends FilterInputStream {
    private final long limit;
    private final String what;
    private long seen;

    BoundedStream(InputStream in, long limit, String what) {
        super(in);
        this.limit = limit;
        this.what = what;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int read = super.read(buffer, from, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int more) {
        seen += more;
        if (seen > limit) {
            throw Failures.dataTooLarge("more than %d bytes %s".formatted(limit, what));
        }
    }
}
