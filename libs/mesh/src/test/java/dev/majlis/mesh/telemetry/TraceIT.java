package dev.majlis.mesh.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V12: one trace from the caller through every hop and back. */
class TraceIT {
    private static final Operation WRITE = new Operation("writer", "write");
    private static final Operation JUDGE = new Operation("judge", "judge");

    @TempDir
    Path folder;

    @Test
    void oneTraceCoversCallerBothWorkersAndTheReply() throws Exception {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build();
                OpenTelemetrySdk otel = OpenTelemetrySdk.builder()
                        .setTracerProvider(provider)
                        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                        .build();
                KafkaBroker broker = KafkaBroker.start(folder, 0);
                Mesh writer = mesh(broker, otel, "writer");
                Mesh judge = mesh(broker, otel, "judge");
                Mesh caller = mesh(broker, otel, "caller")) {
            writer.start(worker(WRITE), WorkerSettings.defaults());
            judge.start(worker(JUDGE), WorkerSettings.defaults());
            Span http = otel.getTracer("test")
                    .spanBuilder("POST /v1/chat/completions")
                    .startSpan();

            try (Scope scope = http.makeCurrent()) {
                assertThat(scope).isNotNull();
                caller.client().call(call()).toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
            http.end();

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(exporter.getFinishedSpanItems())
                    .hasSizeGreaterThanOrEqualTo(9));
            List<SpanData> spans = exporter.getFinishedSpanItems();
            assertThat(spans)
                    .extracting(SpanData::getTraceId)
                    .containsOnly(http.getSpanContext().getTraceId());
            assertThat(spans)
                    .extracting(SpanData::getName)
                    .containsExactlyInAnyOrder(
                            "POST /v1/chat/completions",
                            "send majlis.writer.write.requests.v1",
                            "process majlis.writer.write.requests.v1",
                            "settle majlis.writer.write.requests.v1",
                            "send majlis.judge.judge.requests.v1",
                            "process majlis.judge.judge.requests.v1",
                            "settle majlis.judge.judge.requests.v1",
                            "send majlis.caller.replies.v1",
                            "process majlis.caller.replies.v1");
            for (SpanData process : spans.stream()
                    .filter(span -> span.getName().startsWith("process"))
                    .toList()) {
                assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
                SpanData send = spans.stream()
                        .filter(span -> span.getName().equals(process.getName().replace("process", "send")))
                        .findFirst()
                        .orElseThrow();
                assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
                assertThat(process.getLinks()).singleElement().satisfies(link -> assertThat(
                                link.getSpanContext().getSpanId())
                        .isEqualTo(send.getSpanId()));
                assertThat(process.getAttributes().get(Names.Attributes.SYSTEM)).isEqualTo("kafka");
                assertThat(process.getAttributes().get(Names.Attributes.MESSAGE_ID))
                        .isEqualTo(send.getAttributes().get(Names.Attributes.MESSAGE_ID));
            }
        }
    }

    private static Mesh mesh(KafkaBroker broker, OpenTelemetry otel, String service) {
        Telemetry telemetry = new Telemetry(otel, new SimpleMeterRegistry(), service);
        return Mesh.connect(MeshSettings.of(broker.bootstrapServers(), service).withTelemetry(telemetry));
    }

    private static Worker<JsonNode, JsonNode> worker(Operation operation) {
        return Worker.of(operation, JsonNode.class, "any", task -> {
            assertThat(Span.current().getSpanContext().isValid()).isTrue();
            return task.input();
        });
    }

    private static Call call() {
        return new Call(
                RoutingSlip.of(Hop.to(WRITE), Hop.to(JUDGE)),
                Map.of("q", 1),
                "any",
                "acme",
                Optional.empty(),
                Optional.empty(),
                Instant.now().plusSeconds(60),
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.empty());
    }
}
