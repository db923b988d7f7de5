package dev.majlis.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * One launcher at a time for a home: a lock on a file that the system gives back when its owner ends, however it ends. The file
 * stays; its presence means nothing.
 */
final class HomeLock implements AutoCloseable {
    private final FileChannel file;

    private HomeLock(FileChannel file) {
        this.file = file;
    }

    /** @throws LauncherException when another launcher has it; does not wait */
    static HomeLock take(Home home) {
        try {
            FileChannel file = FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(file)) {
                return new HomeLock(file);
            }
            file.close();
        } catch (IOException e) {
            throw new LauncherException("cannot lock %s: choose another place with --home".formatted(home.state()), e);
        }
        throw new LauncherException(
                "another ./majlis up is at work in %s: wait for it, or see ./majlis status".formatted(home.state()));
    }

    /** Gives it back; the launcher in the background takes it next. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new LauncherException("the lock of this home could not be given back", e);
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
