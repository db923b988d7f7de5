package dev.majlis.mesh.telemetry;

import dev.majlis.mesh.error.MeshException;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** One span with its timer; ended once, on any thread. */
public final class Step {
    private final Span span;
    private final Context context;
    private final Map<String, String> trace;
    private final Function<String, Timer> timer;
    private final LongSupplier nanos;
    private final long started;

    Step(Span span, Context context, Map<String, String> trace, Function<String, Timer> timer, LongSupplier nanos) {
        this.span = span;
        this.context = context;
        this.trace = trace;
        this.timer = timer;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    /** Headers {@code traceparent}, {@code tracestate}, {@code baggage} for a record that belongs to this step; empty without SDK. */
    public Map<String, String> trace() {
        return trace;
    }

    /** For work that belongs to this step: {@code try (var scope = step.context().makeCurrent())}. */
    public Context context() {
        return context;
    }

    /** Ends it well. */
    public void end() {
        finish("ok");
    }

    /** Ends it with the slug of the failure as {@code error.type} and outcome; the message is not recorded. */
    public void end(Throwable failure) {
        if (failure == null) {
            end();
            return;
        }
        String outcome = failure instanceof MeshException mesh ? mesh.slug().slug() : "internal";
        span.setAttribute(Names.Attributes.ERROR_TYPE, outcome);
        span.setStatus(StatusCode.ERROR);
        finish(outcome);
    }

    private void finish(String outcome) {
        timer.apply(outcome).record(nanos.getAsLong() - started, TimeUnit.NANOSECONDS);
        span.end();
    }
}
