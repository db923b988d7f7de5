package dev.majlis.models.batch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The meters of one batcher, by the names of platform §5. */
final class BatchMetrics {
    private static final String REJECTED = "majlis.admission.rejected";

    private final MeterRegistry registry;
    private final String model;
    private final Timer wait;
    private final DistributionSummary size;
    private final DistributionSummary fill;
    private final Counter read;
    private final Counter padding;

    BatchMetrics(MeterRegistry registry, String model, IntSupplier depth) {
        this.registry = registry;
        this.model = model;
        this.wait = Timer.builder("majlis.worker.queue.wait")
                .tag("model", model)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        this.size = DistributionSummary.builder("majlis.worker.batch.size")
                .tag("model", model)
                .register(registry);
        this.fill = DistributionSummary.builder("majlis.worker.batch.fill")
                .tag("model", model)
                .register(registry);
        this.read = tokens("read");
        this.padding = tokens("padding");
        Gauge.builder("majlis.worker.queue.depth", depth, IntSupplier::getAsInt)
                .tag("model", model)
                .strongReference(true)
                .register(registry);
    }

    private Counter tokens(String kind) {
        return Counter.builder("majlis.worker.batch.tokens")
                .tag("model", model)
                .tag("kind", kind)
                .register(registry);
    }

    /**
     * @param tokens of all jobs
     * @param longest of one job; the others are padded to it
     */
    void batch(int jobs, int max, long tokens, int longest) {
        size.record(jobs);
        fill.record((double) jobs / max);
        read.increment((double) tokens);
        padding.increment((double) jobs * longest - tokens);
    }

    void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }

    void rejected(String reason, int jobs) {
        Counter.builder(REJECTED)
                .tag("model", model)
                .tag("reason", reason)
                .register(registry)
                .increment(jobs);
    }

    /** Takes the meters out of the registry, which would hold the batcher and report a model that is gone. */
    void close() {
        registry.getMeters().stream()
                .filter(meter -> model.equals(meter.getId().getTag("model")))
                .filter(meter -> meter.getId().getName().startsWith("majlis.worker.")
                        || meter.getId().getName().equals(REJECTED))
                .forEach(registry::remove);
    }
}
