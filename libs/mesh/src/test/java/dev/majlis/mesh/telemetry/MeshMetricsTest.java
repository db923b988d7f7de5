package dev.majlis.mesh.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeshMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Telemetry telemetry = new Telemetry(OpenTelemetry.noop(), registry, "jais-chat");

    @Test
    void countsTheFirst200TenantsByNameAndTheOthersTogether() {
        for (int tenant = 0; tenant < 250; tenant++) {
            telemetry.metrics().request("jais-chat.chat", "tenant" + tenant, "ok");
        }
        telemetry.metrics().request("jais-chat.chat", "tenant0", "ok");

        assertThat(registry.get("majlis.requests")
                        .tag("tenant", "other")
                        .counter()
                        .count())
                .isEqualTo(50);
        assertThat(registry.get("majlis.requests")
                        .tag("tenant", "tenant0")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("majlis.requests").counters()).hasSize(201);
    }

    @Test
    void usesTheBucketsOfTheConventions() {
        telemetry.metrics().processDuration("a.b", "ok").record(3, TimeUnit.MILLISECONDS);
        telemetry.metrics().tokens("a.b", "tiny", 5, 17);

        assertThat(Arrays.stream(registry.get("messaging.process.duration")
                                .timer()
                                .takeSnapshot()
                                .histogramCounts())
                        .map(CountAtBucket::bucket)
                        .map(nanos -> nanos / 1e9))
                .containsExactly(.005, .01, .025, .05, .075, .1, .25, .5, .75, 1., 2.5, 5., 7.5, 10.);
        assertThat(Arrays.stream(registry.get("gen_ai.client.token.usage")
                                .tag("gen_ai.token.type", "output")
                                .summary()
                                .takeSnapshot()
                                .histogramCounts())
                        .map(CountAtBucket::bucket))
                .startsWith(1., 4., 16., 64.)
                .endsWith(16_777_216., 67_108_864.);
    }

    @Test
    void aStepIsTimedWithTheSlugOfItsFailureAndCarriesNothingWithoutSdk() {
        Step step = telemetry.send(Context.root(), "t", new Operation("a", "b"), "id", null, 1);

        step.end(new MeshException(ProblemSlug.MODEL_FAILED, "x"));

        assertThat(step.trace()).isEmpty();
        assertThat(registry.get("messaging.client.operation.duration")
                        .tag("outcome", "model-failed")
                        .tag("operation", "a.b")
                        .tag("service", "jais-chat")
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
    }

    @Test
    void doublesGenAiBoundsUpTo82Seconds() {
        Duration[] bounds = Buckets.GEN_AI.durations();

        assertThat(bounds).hasSize(14);
        assertThat(bounds[0]).isEqualTo(Duration.ofMillis(10));
        assertThat(bounds[13]).isEqualTo(Duration.ofMillis(81_920));
    }
}
