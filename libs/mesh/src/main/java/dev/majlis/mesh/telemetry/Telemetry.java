package dev.majlis.mesh.telemetry;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.telemetry.Names.Attributes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Spans of the mesh (platform §5): {@code send <topic>}, {@code process <topic>}, {@code settle <topic>}. The
 * send span's context travels in the record; the process span has it as parent and links to it, so that one trace covers all
 * hops. Without SDK and registry everything is a no-op. Thread-safe.
 */
public final class Telemetry {
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final OpenTelemetry openTelemetry;
    private final Tracer tracer;
    private final MeshMetrics metrics;

    /** @param service name of the service, label of every metric */
    public Telemetry(OpenTelemetry openTelemetry, MeterRegistry registry, String service) {
        this.openTelemetry = requireNonNull(openTelemetry, "openTelemetry is null");
        this.tracer = openTelemetry.getTracer("dev.majlis.mesh");
        this.metrics = new MeshMetrics(registry, service);
    }

    /** Records nothing. */
    public static Telemetry none() {
        return new Telemetry(OpenTelemetry.noop(), new CompositeMeterRegistry(), "none");
    }

    public MeshMetrics metrics() {
        return metrics;
    }

    /** Sending a record, as part of {@code parent}. Put {@link Step#trace()} into the record. */
    public Step send(
            Context parent, String topic, Operation operation, String messageId, String correlationId, int bodyBytes) {
        SpanBuilder builder = span("send", "send", SpanKind.PRODUCER, topic)
                .setParent(parent)
                .setAttribute(Attributes.MESSAGE_ID, messageId)
                .setAttribute(Attributes.BODY_SIZE, (long) bodyBytes);
        if (correlationId != null) {
            builder.setAttribute(Attributes.CONVERSATION, correlationId);
        }
        metrics.sent(operation.toString());
        return step(builder.startSpan(), parent, outcome -> metrics.clientDuration(operation.toString(), outcome));
    }

    /**
     * Handling one record: child of the send span and linked to it.
     *
     * @param partition and {@code offset} where it was read
     */
    public Step process(
            String topic, String group, int partition, long offset, Operation operation, Envelope envelope) {
        Context sender = extract(envelope.trace());
        SpanBuilder builder = span("process", "process", SpanKind.CONSUMER, topic)
                .setParent(sender)
                .addLink(Span.fromContext(sender).getSpanContext())
                .setAttribute(Attributes.GROUP, group)
                .setAttribute(Attributes.PARTITION, Integer.toString(partition))
                .setAttribute(Attributes.OFFSET, offset)
                .setAttribute(Attributes.MESSAGE_ID, envelope.id())
                .setAttribute(Attributes.BODY_SIZE, (long) envelope.body().length);
        envelope.replyTo().ifPresent(reply -> builder.setAttribute(Attributes.CONVERSATION, reply.correlationId()));
        metrics.consumed(operation.toString());
        return step(builder.startSpan(), sender, outcome -> metrics.processDuration(operation.toString(), outcome));
    }

    /** Handling a batch: one span of its own, linked to the send span of each record. */
    public Step processBatch(String topic, String group, Operation operation, List<Envelope> envelopes) {
        SpanBuilder builder = span("process", "process", SpanKind.CONSUMER, topic)
                .setNoParent()
                .setAttribute(Attributes.GROUP, group)
                .setAttribute(Attributes.BATCH_COUNT, (long) envelopes.size());
        envelopes.forEach(envelope ->
                builder.addLink(Span.fromContext(extract(envelope.trace())).getSpanContext()));
        envelopes.forEach(envelope -> metrics.consumed(operation.toString()));
        return step(
                builder.startSpan(), Context.root(), outcome -> metrics.processDuration(operation.toString(), outcome));
    }

    /** Acknowledging a record that was handled in {@code process}. */
    public Step settle(Step process, String topic, Operation operation) {
        Span span = span("settle", "settle", SpanKind.CLIENT, topic)
                .setParent(process.context())
                .startSpan();
        return step(span, process.context(), outcome -> metrics.clientDuration(operation.toString(), outcome));
    }

    /** Context of the sender of a record. */
    public Context extract(Map<String, String> trace) {
        return trace.isEmpty()
                ? Context.root()
                : openTelemetry.getPropagators().getTextMapPropagator().extract(Context.root(), trace, GETTER);
    }

    private SpanBuilder span(String name, String type, SpanKind kind, String topic) {
        return tracer.spanBuilder(name + " " + topic)
                .setSpanKind(kind)
                .setAttribute(Attributes.SYSTEM, "kafka")
                .setAttribute(Attributes.DESTINATION, topic)
                .setAttribute(Attributes.OPERATION_NAME, name)
                .setAttribute(Attributes.OPERATION_TYPE, type);
    }

    private Step step(Span span, Context parent, Function<String, Timer> timer) {
        Context context = parent.with(span);
        return new Step(span, context, inject(context), timer, System::nanoTime);
    }

    private Map<String, String> inject(Context context) {
        if (!Span.fromContext(context).getSpanContext().isValid()) {
            return Map.of();
        }
        Map<String, String> trace = new HashMap<>();
        openTelemetry.getPropagators().getTextMapPropagator().inject(context, trace, Map::put);
        return trace;
    }
}
