package dev.majlis.gateway.rest;

import dev.majlis.gateway.chat.SseEvent;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Carries a stream of the mesh to a client as server-sent events (platform §4.4). All state lives on the exchange's event loop. The
 * head is written with the first item, so that a request that fails before gets a status of its own. When the client has gone, the
 * work is cancelled, or goes on for a while if that was asked for.
 */
final class EventStream implements Flow.Subscriber<StreamItem> {
    private static final int AHEAD = 32;

    private final Exchange exchange;
    private final Rendering rendering;
    private final long after;
    private final Departure departure;
    private final Runnable over;
    private final long pingTimer;
    private final Vertx vertx;
    private Flow.Subscription subscription;
    private boolean started;
    private boolean ended;
    private boolean gone;

    /** How the items of one stream are written. */
    interface Rendering {
        List<SseEvent> item(StreamItem item);

        SseEvent error(MeshException failure);

        /** It ended without an answer. */
        void failed(MeshException failure);
    }

    /** What becomes of the work when the client has gone. */
    interface Departure {
        /** @return whether the stream is to be read on */
        boolean keep();
    }

    /**
     * @param after number of the last chunk the client has already; −1 for none
     * @param over run once when the stream has ended for whatever reason
     */
    EventStream(
            Vertx vertx,
            Exchange exchange,
            Rendering rendering,
            long after,
            long pingMillis,
            Departure departure,
            Runnable over) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.rendering = rendering;
        this.after = after;
        this.departure = departure;
        this.over = over;
        this.pingTimer = vertx.setPeriodic(pingMillis, timer -> exchange.run(this::ping));
        exchange.whenOver(disconnected -> {
            if (disconnected) {
                depart();
            }
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        exchange.run(() -> {
            subscription = newSubscription;
            if (ended) {
                subscription.cancel();
            } else {
                subscription.request(AHEAD);
            }
        });
    }

    @Override
    public void onNext(StreamItem item) {
        exchange.run(() -> {
            if (ended) {
                return;
            }
            try {
                take(item);
            } catch (RuntimeException e) {
                subscription.cancel();
                broken(e);
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        exchange.run(() -> broken(failure));
    }

    @Override
    public void onComplete() {
        exchange.run(() -> {
            if (!ended) {
                finish();
                if (!gone) {
                    exchange.response().end();
                }
            }
        });
    }

    private void take(StreamItem item) {
        List<SseEvent> events = rendering.item(item);
        boolean known = item instanceof StreamItem.Delta delta && delta.chunk().seq() <= after;
        if (!gone && !known) {
            write(events);
        }
        if (item instanceof StreamItem.End) {
            finish();
            if (!gone) {
                exchange.response().end();
            }
        } else if (!gone && exchange.response().writeQueueFull()) {
            exchange.response().drainHandler(drained -> subscription.request(1));
        } else {
            subscription.request(1);
        }
    }

    private void write(List<SseEvent> events) {
        start();
        Buffer buffer = Buffer.buffer();
        for (SseEvent event : events) {
            buffer.appendBytes(event.bytes());
        }
        if (buffer.length() > 0) {
            exchange.response().write(buffer);
        }
    }

    private void broken(Throwable failure) {
        if (ended) {
            return;
        }
        rendering.failed(exchange.failedWith(failure));
        finish();
        if (gone) {
            return;
        }
        if (started) {
            exchange.response()
                    .end(Buffer.buffer(
                            rendering.error(exchange.failedWith(failure)).bytes()));
        } else {
            exchange.fail(failure);
        }
    }

    private void ping() {
        if (!ended && !gone) {
            start();
            exchange.response().write(Buffer.buffer(SseEvent.PING));
        }
    }

    private void start() {
        if (!started) {
            started = true;
            exchange.startEvents();
        }
    }

    private void depart() {
        if (ended) {
            return;
        }
        gone = true;
        vertx.cancelTimer(pingTimer);
        if (departure.keep()) {
            if (subscription != null) {
                subscription.request(AHEAD);
            }
            return;
        }
        rendering.failed(new MeshException(ProblemSlug.CANCELLED, "the client has gone"));
        finish();
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private void finish() {
        ended = true;
        vertx.cancelTimer(pingTimer);
        over.run();
    }
}
