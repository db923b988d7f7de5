package dev.majlis.foe.config;

import dev.majlis.foe.serve.DecisionLog;
import dev.majlis.foe.serve.FoeMeters;
import dev.majlis.foe.serve.Prediction;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/** Metrics {@code majlis.foe.*}; labels are names of pools, experts and policies, of which there is a bounded number. */
@ApplicationScoped
public class MicrometerMeters implements FoeMeters {
    private static final String PREFIX = "majlis.foe.";
    private static final String POOL = "pool";

    private final MeterRegistry registry;

    @Inject
    public MicrometerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void start(@Observes StartupEvent event, DecisionLog log) {
        Gauge.builder(PREFIX + "decisions.waiting", log, DecisionLog::waiting).register(registry);
        Gauge.builder(PREFIX + "decisions.lost", log, DecisionLog::lost).register(registry);
    }

    @Override
    public void answered(Prediction prediction, Duration took) {
        String pool = prediction.pool();
        String policy = prediction.policy().split("\\(", 2)[0];
        duration(pool, policy, "ok", took);
        registry.counter(PREFIX + "stops", POOL, pool, "policy", policy, "reason", prediction.stopReason())
                .increment();
        DistributionSummary.builder(PREFIX + "experts.per.input")
                .tags(POOL, pool, "policy", policy)
                .register(registry)
                .record(prediction.experts().size());
        registry.counter(PREFIX + "cost", POOL, pool, "policy", policy).increment(prediction.cost());
        if (prediction.degraded()) {
            registry.counter(PREFIX + "degraded", POOL, pool).increment();
        }
        if (prediction.drifted()) {
            registry.counter(PREFIX + "drifted", POOL, pool).increment();
        }
        for (Prediction.Asked asked : prediction.experts()) {
            registry.counter(
                            PREFIX + "experts.asked",
                            POOL,
                            pool,
                            "expert",
                            asked.expert(),
                            "outcome",
                            asked.error() == null ? "ok" : "failed")
                    .increment();
        }
    }

    @Override
    public void failed(String pool, String code, Duration took) {
        // a name that no pool has must not make a new series
        duration(code.equals("UNKNOWN_POOL") ? "" : pool, "", code, took);
    }

    @Override
    public void outputs(String pool, String outcome, int count) {
        registry.counter(PREFIX + "outputs", POOL, pool, "outcome", outcome).increment(count);
    }

    private void duration(String pool, String policy, String outcome, Duration took) {
        Timer.builder(PREFIX + "predict.duration")
                .tags(POOL, pool, "policy", policy, "outcome", outcome)
                .publishPercentileHistogram(false)
                .register(registry)
                .record(took);
    }
}
