package dev.majlis.mesh.telemetry;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.telemetry.Names.Labels;
import dev.majlis.mesh.telemetry.Names.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Metrics of the mesh with the names, buckets and labels of platform §5. Thread-safe; meters are made once and kept. */
public final class MeshMetrics {
    private static final int MAX_TENANTS = 200;

    private final MeterRegistry registry;
    private final String service;
    private final LabelCap tenants = new LabelCap(MAX_TENANTS);
    private final Map<List<String>, Meter> meters = new ConcurrentHashMap<>();

    MeshMetrics(MeterRegistry registry, String service) {
        this.registry = requireNonNull(registry, "registry is null");
        this.service = requireNonNull(service, "service is null");
    }

    public void sent(String operation) {
        counter(Metrics.SENT, Labels.OPERATION, operation).increment();
    }

    public void consumed(String operation) {
        counter(Metrics.CONSUMED, Labels.OPERATION, operation).increment();
    }

    public Timer clientDuration(String operation, String outcome) {
        return timer(Metrics.CLIENT_DURATION, Buckets.MESSAGING, Labels.OPERATION, operation, Labels.OUTCOME, outcome);
    }

    public Timer processDuration(String operation, String outcome) {
        return timer(Metrics.PROCESS_DURATION, Buckets.MESSAGING, Labels.OPERATION, operation, Labels.OUTCOME, outcome);
    }

    /** One request came to its end: {@code ok} or the slug of its failure. */
    public void request(String operation, String tenant, String outcome) {
        counter(
                        Metrics.REQUESTS,
                        Labels.OPERATION,
                        operation,
                        Labels.TENANT,
                        tenants.of(tenant),
                        Labels.OUTCOME,
                        outcome)
                .increment();
    }

    /** A reply that nobody waits for. */
    public void orphanedReply() {
        counter(Metrics.REPLIES_ORPHANED).increment();
    }

    public void streamGap() {
        counter(Metrics.STREAM_GAPS).increment();
    }

    /** @param result {@code started}, {@code joined}, {@code replayed} or {@code conflict} */
    public void dedup(String operation, String result) {
        counter(Metrics.DEDUP, Labels.OPERATION, operation, Labels.RESULT, result)
                .increment();
    }

    public void deadLetter(String operation, String reason) {
        counter(Metrics.DLQ_RECORDS, Labels.OPERATION, operation, Labels.REASON, reason)
                .increment();
    }

    public void admissionRejected(String operation, String reason) {
        counter(Metrics.ADMISSION_REJECTED, Labels.OPERATION, operation, Labels.REASON, reason)
                .increment();
    }

    /** Time between a record's {@code ce_time} and the start of its work. */
    public Timer queueWait(String operation) {
        return timer(Metrics.QUEUE_WAIT, Buckets.MESSAGING, Labels.OPERATION, operation);
    }

    /** @param max size a batch may have */
    public void batch(String operation, int size, int max) {
        summary(Metrics.BATCH_SIZE, null, Labels.OPERATION, operation).record(size);
        summary(Metrics.BATCH_FILL, null, Labels.OPERATION, operation).record((double) size / max);
    }

    /** Shows a value that is asked for when metrics are read, for example {@link Metrics#QUEUE_DEPTH}. */
    public void gauge(String name, String operation, Supplier<Number> value) {
        Gauge.builder(name, value)
                .tags(Tags.of(Labels.SERVICE, service, Labels.OPERATION, operation))
                .register(registry);
    }

    /** Tokens of one model call. */
    public void tokens(String operation, String model, long input, long output) {
        tokens(operation, model, "input").record((double) input);
        tokens(operation, model, "output").record((double) output);
    }

    /** {@code gen_ai.server.request.duration}. */
    public Timer modelDuration(String operation, String model, String outcome) {
        return timer(
                Metrics.GEN_AI_SERVER_DURATION,
                Buckets.GEN_AI,
                Labels.OPERATION,
                operation,
                Labels.MODEL,
                model,
                Labels.OUTCOME,
                outcome);
    }

    /** {@code gen_ai.server.time_to_first_token}. */
    public Timer timeToFirstToken(String operation, String model) {
        return timer(
                Metrics.TIME_TO_FIRST_TOKEN, Buckets.FIRST_TOKEN, Labels.OPERATION, operation, Labels.MODEL, model);
    }

    /** {@code gen_ai.server.time_per_output_token}. */
    public Timer timePerOutputToken(String operation, String model) {
        return timer(
                Metrics.TIME_PER_OUTPUT_TOKEN, Buckets.PER_TOKEN, Labels.OPERATION, operation, Labels.MODEL, model);
    }

    /** {@code gen_ai.client.operation.duration}. */
    public Timer modelCallDuration(String operation, String model, String outcome) {
        return timer(
                Metrics.GEN_AI_DURATION,
                Buckets.GEN_AI,
                Labels.OPERATION,
                operation,
                Labels.MODEL,
                model,
                Labels.OUTCOME,
                outcome);
    }

    /** {@code gen_ai.client.operation.time_to_first_chunk}. */
    public Timer timeToFirstChunk(String operation, String model) {
        return timer(Metrics.GEN_AI_FIRST_CHUNK, Buckets.GEN_AI, Labels.OPERATION, operation, Labels.MODEL, model);
    }

    private DistributionSummary tokens(String operation, String model, String type) {
        return summary(
                Metrics.TOKEN_USAGE,
                Buckets.TOKENS,
                Labels.OPERATION,
                operation,
                Labels.MODEL,
                model,
                Labels.TOKEN_TYPE,
                type);
    }

    private Counter counter(String name, String... labels) {
        return meter(Counter.class, name, labels, tags -> Counter.builder(name)
                .tags(tags)
                .register(registry));
    }

    private Timer timer(String name, Buckets buckets, String... labels) {
        return meter(Timer.class, name, labels, tags -> Timer.builder(name)
                .serviceLevelObjectives(buckets.durations())
                .tags(tags)
                .register(registry));
    }

    /** @param buckets null for count, sum and maximum alone */
    private DistributionSummary summary(String name, Buckets buckets, String... labels) {
        return meter(DistributionSummary.class, name, labels, tags -> {
            DistributionSummary.Builder builder =
                    DistributionSummary.builder(name).tags(tags);
            return (buckets == null ? builder : builder.serviceLevelObjectives(buckets.bounds())).register(registry);
        });
    }

    private <M extends Meter> M meter(Class<M> type, String name, String[] labels, Function<Tags, M> make) {
        List<String> key = key(name, labels);
        Meter known = meters.get(key);
        if (known == null) {
            Tags tags = Tags.of(labels).and(Labels.SERVICE, service);
            known = meters.computeIfAbsent(key, missing -> make.apply(tags));
        }
        return type.cast(known);
    }

    private static List<String> key(String name, String[] labels) {
        return switch (labels.length) {
            case 0 -> List.of(name);
            case 2 -> List.of(name, labels[1]);
            case 4 -> List.of(name, labels[1], labels[3]);
            default -> List.of(name, labels[1], labels[3], labels[5]);
        };
    }
}
