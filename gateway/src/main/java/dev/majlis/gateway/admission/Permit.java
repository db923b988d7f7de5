package dev.majlis.gateway.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right of one request to be in flight; give it back once, when the request has ended. Further closes do nothing. */
public final class Permit implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Runnable leave;

    Permit(Runnable leave) {
        this.leave = leave;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            leave.run();
        }
    }
}
