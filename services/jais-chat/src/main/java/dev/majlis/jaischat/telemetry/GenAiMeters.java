package dev.majlis.jaischat.telemetry;

import dev.majlis.mesh.telemetry.Buckets;
import dev.majlis.mesh.telemetry.LabelCap;
import dev.majlis.mesh.telemetry.Names.Labels;
import dev.majlis.mesh.telemetry.Names.Metrics;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The histograms of generation, by operation and model. */
final class GenAiMeters {
    private static final int MAX_MODELS = 200;

    private final MeterRegistry registry;
    private final LabelCap models = new LabelCap(MAX_MODELS);

    GenAiMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void tokens(String operation, String model, String type, long count) {
        DistributionSummary.builder(Metrics.TOKEN_USAGE)
                .baseUnit("token")
                .serviceLevelObjectives(Buckets.TOKENS.bounds())
                .tag(Labels.OPERATION, operation)
                .tag(Labels.MODEL, models.of(model))
                .tag(Labels.TOKEN_TYPE, type)
                .register(registry)
                .record((double) count);
    }

    void duration(String operation, String model, String outcome, Duration duration) {
        for (String name : new String[] {Metrics.GEN_AI_DURATION, Metrics.GEN_AI_SERVER_DURATION}) {
            Timer.builder(name)
                    .serviceLevelObjectives(Buckets.GEN_AI.durations())
                    .tag(Labels.OPERATION, operation)
                    .tag(Labels.MODEL, models.of(model))
                    .tag(Labels.OUTCOME, outcome)
                    .register(registry)
                    .record(duration);
        }
    }

    void timeToFirstToken(String operation, String model, Duration duration) {
        time(Metrics.TIME_TO_FIRST_TOKEN, Buckets.FIRST_TOKEN, operation, model, duration);
        time(Metrics.GEN_AI_FIRST_CHUNK, Buckets.GEN_AI, operation, model, duration);
    }

    void timePerOutputToken(String operation, String model, Duration duration) {
        time(Metrics.TIME_PER_OUTPUT_TOKEN, Buckets.PER_TOKEN, operation, model, duration);
    }

    private void time(String name, Buckets buckets, String operation, String model, Duration duration) {
        Timer.builder(name)
                .serviceLevelObjectives(buckets.durations())
                .tag(Labels.OPERATION, operation)
                .tag(Labels.MODEL, models.of(model))
                .register(registry)
                .record(duration);
    }
}
