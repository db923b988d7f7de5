package dev.majlis.mesh.job;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Daemon threads that look into a table again and again: without a pause while there is something to do, else after half a second
 * or when somebody says that there is something new.
 */
public final class PollingThreads implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PollingThreads.class);
    private static final long PAUSE_MILLIS = 500;

    private final Duration drain;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Semaphore signal = new Semaphore(0);
    private volatile boolean open = true;

    /** @param drain how long {@link #close} waits for what the threads do */
    public PollingThreads(Duration drain) {
        this.drain = requireNonNull(drain, "drain is null");
    }

    /**
     * Starts one more thread. What {@code look} throws is logged and tried again after the pause.
     *
     * @param look says whether there was something to do
     */
    public void start(String name, BooleanSupplier look) {
        Thread thread = new Thread(() -> repeat(name, look), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** There is something new. */
    public void wake() {
        signal.release(threads.size());
    }

    /** Whether {@link #close} has not been called yet. */
    public boolean open() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        wake();
        long end = System.nanoTime() + drain.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void repeat(String name, BooleanSupplier look) {
        while (open && !Thread.currentThread().isInterrupted()) {
            boolean more = false;
            try {
                more = look.getAsBoolean();
            } catch (RuntimeException e) {
                LOG.warnf("%s tries again: %s", name, e.getMessage());
            }
            if (!more) {
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (open && signal.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                signal.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
