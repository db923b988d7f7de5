package dev.majlis.jaischat.rest;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/** Moves the events of a stream to one client, as fast as its connection takes them. All work is done on one event loop. */
final class SseConnection {
    private final EventStream stream;
    private final ServerHttpResponse response;
    private final Context context;
    private final Runnable release;
    private final long timer;
    private boolean ended;
    private boolean waiting;

    /** @param release called once when the response has ended or the client is gone */
    SseConnection(EventStream stream, ServerHttpResponse response, Context context, Duration ping, Runnable release) {
        this.stream = stream;
        this.response = response;
        this.context = context;
        this.release = release;
        this.timer = context.owner().setPeriodic(ping.toMillis(), id -> context.runOnContext(none -> ping()));
    }

    void start() {
        response.addCloseHandler(() -> context.runOnContext(none -> gone()));
        if (response.closed()) {
            context.runOnContext(none -> gone());
            return;
        }
        stream.onEvent(() -> context.runOnContext(none -> drain()));
    }

    private void ping() {
        if (!ended && !response.isWriteQueueFull()) {
            response.write(SseEncoder.PING);
        }
    }

    private void drain() {
        if (ended) {
            return;
        }
        if (stream.overrun()) {
            end();
            response.reset();
            return;
        }
        while (!response.isWriteQueueFull()) {
            Optional<StreamEvent> event = stream.poll();
            if (event.isEmpty()) {
                return;
            }
            byte[] bytes = stream.encoder().encode(event.get());
            if (bytes.length > 0) {
                response.write(bytes);
            }
            if (event.get().last()) {
                end();
                response.end();
                return;
            }
        }
        if (!waiting) {
            waiting = true;
            response.addDrainHandler(() -> context.runOnContext(none -> {
                waiting = false;
                drain();
            }));
        }
    }

    private void gone() {
        if (!ended) {
            end();
        }
    }

    private void end() {
        ended = true;
        context.owner().cancelTimer(timer);
        stream.close();
        release.run();
    }
}
