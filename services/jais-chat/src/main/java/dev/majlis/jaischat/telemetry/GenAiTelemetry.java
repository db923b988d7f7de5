package dev.majlis.jaischat.telemetry;

import static java.util.Objects.requireNonNull;

import dev.majlis.jaischat.PreparedAnswer;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.telemetry.Names;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.Sampling;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/**
 * One span {@code <operation> <model>} and the histograms of jais.md §7.5 for each call. Texts of prompts and answers are
 * never recorded.
 */
public final class GenAiTelemetry implements ChatTelemetry {
    private final Tracer tracer;
    private final GenAiMeters meters;
    private final FailureClassifier failures;

    public GenAiTelemetry(OpenTelemetry openTelemetry, MeterRegistry registry, FailureClassifier failures) {
        this.tracer = requireNonNull(openTelemetry, "openTelemetry is null").getTracer("dev.majlis.jaischat");
        this.meters = new GenAiMeters(registry);
        this.failures = requireNonNull(failures, "failures is null");
    }

    @Override
    public ObservedCall start(PreparedAnswer prepared) {
        return new RecordedCall(prepared, span(prepared), meters, failures, System::nanoTime);
    }

    private Span span(PreparedAnswer prepared) {
        GenerationRequest request = prepared.generation();
        String operation = prepared.head().endpoint().operation();
        String model = prepared.head().model();
        boolean inProcess = provider(prepared).equals("majlis.llama.cpp");
        SpanBuilder builder = tracer.spanBuilder(operation + " " + model)
                .setSpanKind(inProcess ? SpanKind.INTERNAL : SpanKind.CLIENT)
                .setAttribute(Names.Attributes.GEN_AI_OPERATION, operation)
                .setAttribute(Names.Attributes.GEN_AI_PROVIDER, provider(prepared))
                .setAttribute(Names.Attributes.GEN_AI_REQUEST_MODEL, model)
                .setAttribute(GenAiAttributes.CONVERSATION, prepared.caller().conversation())
                .setAttribute(
                        GenAiAttributes.OUTPUT_TYPE, request.format() instanceof OutputFormat.Text ? "text" : "json")
                .setAttribute(GenAiAttributes.MAX_TOKENS, (long) request.maxTokens())
                .setAttribute(GenAiAttributes.STOPS, request.stop());
        if (request.n() != 1) {
            builder.setAttribute(GenAiAttributes.CHOICES, (long) request.n());
        }
        return sampling(builder, request.sampling()).startSpan();
    }

    private static SpanBuilder sampling(SpanBuilder builder, Sampling sampling) {
        return builder.setAttribute(GenAiAttributes.TEMPERATURE, sampling.temperature())
                .setAttribute(GenAiAttributes.TOP_P, sampling.topP())
                .setAttribute(GenAiAttributes.TOP_K, (long) sampling.topK())
                .setAttribute(GenAiAttributes.SEED, sampling.seed())
                .setAttribute(GenAiAttributes.FREQUENCY_PENALTY, sampling.frequencyPenalty())
                .setAttribute(GenAiAttributes.PRESENCE_PENALTY, sampling.presencePenalty());
    }

    static String provider(PreparedAnswer prepared) {
        return "majlis." + prepared.model().description().engine();
    }
}
