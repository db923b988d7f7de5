package dev.majlis.jaischat.telemetry;

import dev.majlis.jaischat.Answer;
import dev.majlis.jaischat.PreparedAnswer;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.telemetry.Names;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Span and histograms of one call. */
final class RecordedCall implements ObservedCall {
    private final PreparedAnswer prepared;
    private final Span span;
    private final GenAiMeters meters;
    private final FailureClassifier failures;
    private final LongSupplier nanos;
    private final long started;
    private final AtomicLong firstToken = new AtomicLong();

    RecordedCall(
            PreparedAnswer prepared, Span span, GenAiMeters meters, FailureClassifier failures, LongSupplier nanos) {
        this.prepared = prepared;
        this.span = span;
        this.meters = meters;
        this.failures = failures;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    @Override
    public GenerationListener observing(GenerationListener listener) {
        return new GenerationListener() {
            @Override
            public void onDelta(Delta delta) {
                firstToken.compareAndSet(0, nanos.getAsLong());
                listener.onDelta(delta);
            }

            @Override
            public void onFinish(Choice choice) {
                listener.onFinish(choice);
            }
        };
    }

    @Override
    public void succeeded(Answer answer) {
        String operation = operation();
        String model = prepared.head().model();
        Generation.Usage usage = answer.usage();
        meters.duration(operation, model, "ok", sinceStart(nanos.getAsLong()));
        meters.tokens(operation, model, "input", usage.promptTokens());
        meters.tokens(operation, model, "output", usage.completionTokens());
        Duration first = answer.timings().timeToFirstToken();
        meters.timeToFirstToken(operation, model, first);
        perToken(answer, first).ifPresent(each -> meters.timePerOutputToken(operation, model, each));
        span.setAttribute(Names.Attributes.GEN_AI_RESPONSE_MODEL, model)
                .setAttribute(GenAiAttributes.RESPONSE_ID, answer.head().id())
                .setAttribute(Names.Attributes.GEN_AI_INPUT_TOKENS, (long) usage.promptTokens())
                .setAttribute(Names.Attributes.GEN_AI_OUTPUT_TOKENS, (long) usage.completionTokens())
                .setAttribute(GenAiAttributes.CACHED_TOKENS, (long) usage.cachedTokens())
                .setAttribute(
                        GenAiAttributes.FINISH_REASONS,
                        answer.choices().stream()
                                .map(choice -> choice.finish().wireName())
                                .toList());
        if (firstToken.get() != 0) {
            span.setAttribute(
                    GenAiAttributes.FIRST_CHUNK, sinceStart(firstToken.get()).toNanos() / 1e9);
        }
        span.end();
    }

    /** (duration − time to first token) ÷ (tokens − 1) of the longest choice: the choices are written side by side. */
    private static Optional<Duration> perToken(Answer answer, Duration first) {
        int longest = answer.choices().stream().mapToInt(Choice::tokens).max().orElse(0);
        return longest < 2
                ? Optional.empty()
                : Optional.of(answer.timings().total().minus(first).dividedBy(longest - 1L));
    }

    @Override
    public void failed(Throwable failure) {
        String type = failures.translate(failure).slug().slug();
        meters.duration(operation(), prepared.head().model(), type, sinceStart(nanos.getAsLong()));
        span.setAttribute(Names.Attributes.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
        span.end();
    }

    private String operation() {
        return prepared.head().endpoint().operation();
    }

    private Duration sinceStart(long now) {
        return Duration.ofNanos(now - started);
    }
}
