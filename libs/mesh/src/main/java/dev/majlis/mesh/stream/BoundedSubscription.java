package dev.majlis.mesh.stream;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands items to one subscriber as it asks for them. At most {@link #MAX_BUFFERED} items wait (platform §4.4); more is the
 * caller's sign that the reader is too slow. Thread-safe; signals are serial, on the thread that offers or that requests.
 */
public final class BoundedSubscription<T> implements Flow.Subscription {
    /** Items that may wait for the subscriber. */
    public static final int MAX_BUFFERED = 256;

    private final Flow.Subscriber<? super T> subscriber;
    private final Runnable onCancel;
    private final Queue<T> items = new ArrayDeque<>();
    private final AtomicInteger drains = new AtomicInteger();
    private long demand;
    private boolean completed;
    private Throwable failure;
    private boolean over;

    /** @param onCancel run once when the subscriber cancels */
    public BoundedSubscription(Flow.Subscriber<? super T> subscriber, Runnable onCancel) {
        this.subscriber = requireNonNull(subscriber, "subscriber is null");
        this.onCancel = requireNonNull(onCancel, "onCancel is null");
    }

    /** @return false when the buffer is full; the item is then not taken */
    public boolean offer(T item) {
        synchronized (items) {
            if (over || completed || failure != null) {
                return true;
            }
            if (items.size() >= MAX_BUFFERED) {
                return false;
            }
            items.add(item);
        }
        drain();
        return true;
    }

    /** Ends the stream after the items that wait. */
    public void complete() {
        synchronized (items) {
            completed = true;
        }
        drain();
    }

    /** Ends the stream with an error after the items that wait. */
    public void fail(Throwable reason) {
        synchronized (items) {
            if (failure == null && !completed) {
                failure = reason;
            }
        }
        drain();
    }

    /** Ends the stream with an error at once; items that wait are dropped. */
    public void failNow(Throwable reason) {
        synchronized (items) {
            items.clear();
        }
        fail(reason);
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            failNow(new IllegalArgumentException("request of %d items: must be positive".formatted(count)));
            onCancel.run();
            return;
        }
        synchronized (items) {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        }
        drain();
    }

    @Override
    public void cancel() {
        synchronized (items) {
            if (over) {
                return;
            }
            over = true;
            items.clear();
        }
        onCancel.run();
    }

    /** Items that wait for the subscriber. */
    public int buffered() {
        synchronized (items) {
            return items.size();
        }
    }

    /** Whether nothing more will be signalled. */
    public boolean over() {
        synchronized (items) {
            return over;
        }
    }

    private void drain() {
        if (drains.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            for (Signal<T> signal = nextSignal(); signal != null; signal = nextSignal()) {
                signal.to(subscriber);
            }
            missed = drains.addAndGet(-missed);
        } while (missed != 0);
    }

    private Signal<T> nextSignal() {
        synchronized (items) {
            if (over) {
                return null;
            }
            if (!items.isEmpty()) {
                if (demand == 0) {
                    return null;
                }
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
                T item = items.remove();
                return to -> to.onNext(item);
            }
            if (failure != null) {
                over = true;
                Throwable reason = failure;
                return to -> to.onError(reason);
            }
            if (completed) {
                over = true;
                return Flow.Subscriber::onComplete;
            }
            return null;
        }
    }

    private interface Signal<T> {
        void to(Flow.Subscriber<? super T> subscriber);
    }
}
