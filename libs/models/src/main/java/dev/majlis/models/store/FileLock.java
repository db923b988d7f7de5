package dev.majlis.models.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A lock held by one thread of one process on this machine; the kernel frees it when the process dies. */
final class FileLock implements AutoCloseable {
    private static final long POLL_MILLIS = 50;

    private final FileChannel channel;

    private FileLock(FileChannel channel) {
        this.channel = channel;
    }

    static FileLock acquire(Path file, Duration patience) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (!tryLock(channel)) {
                if (System.nanoTime() > end) {
                    throw new IOException(
                            "another process has held " + file + " for " + patience.toMinutes() + " minutes");
                }
                Thread.sleep(POLL_MILLIS);
            }
            return new FileLock(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + file, e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // held by another thread of this process
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
