package dev.majlis.jaischat.rest;

import static java.util.Objects.requireNonNull;

import dev.majlis.jaischat.RunningAnswer;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.GenerationListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A bounded queue between the engine, which must not wait, and one client, who may be slow: when the client is {@code
 * capacity} events behind, the answer is cancelled and the stream is {@link #overrun()} (platform §4.4). Thread-safe.
 */
public final class EventStream implements GenerationListener {
    private final int capacity;
    private final SseEncoder encoder;
    private final Deque<StreamEvent> events = new ArrayDeque<>();
    private Runnable wake = () -> {};
    private RunningAnswer running;
    private boolean closed;
    private boolean overrun;

    EventStream(int capacity, SseEncoder encoder) {
        this.capacity = capacity;
        this.encoder = requireNonNull(encoder, "encoder is null");
    }

    SseEncoder encoder() {
        return encoder;
    }

    /** The answer whose end ends the stream. */
    void follow(RunningAnswer answer) {
        boolean late;
        synchronized (this) {
            running = answer;
            late = closed;
        }
        if (late) {
            answer.cancel();
        }
        answer.answer()
                .whenComplete((whole, failure) ->
                        offer(failure == null ? new StreamEvent.Completed(whole) : new StreamEvent.Broken(failure)));
    }

    /** @param action run on any thread whenever there is something to {@link #poll()} */
    void onEvent(Runnable action) {
        synchronized (this) {
            wake = action;
        }
        action.run();
    }

    synchronized Optional<StreamEvent> poll() {
        return Optional.ofNullable(events.poll());
    }

    synchronized boolean overrun() {
        return overrun;
    }

    @Override
    public void onDelta(Delta delta) {
        offer(new StreamEvent.Text(delta));
    }

    @Override
    public void onFinish(Choice choice) {
        offer(new StreamEvent.Ended(choice));
    }

    /** The client is gone: nothing more is kept, the answer is cancelled. */
    void close() {
        RunningAnswer answer;
        synchronized (this) {
            closed = true;
            events.clear();
            answer = running;
        }
        if (answer != null) {
            answer.cancel();
        }
    }

    private void offer(StreamEvent event) {
        Runnable action;
        synchronized (this) {
            if (closed) {
                return;
            }
            // the last event always finds room: it ends the stream
            overrun = events.size() >= capacity && !event.last();
            if (!overrun) {
                events.add(event);
            }
            action = wake;
        }
        if (overrun()) {
            close();
        }
        action.run();
    }
}
