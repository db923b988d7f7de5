package dev.majlis.jaischat;

import static java.util.Objects.requireNonNull;

import dev.majlis.jaischat.served.ServedModel;
import dev.majlis.jaischat.served.ServedModels;
import dev.majlis.jaischat.telemetry.ChatTelemetry;
import dev.majlis.jaischat.telemetry.ObservedCall;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.telemetry.Usage;
import dev.majlis.models.ModelException;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Answers checked requests with the served models: plans the prompt, bounds the answer, starts the engine, accounts for what
 * it took. Thread-safe. {@link #prepare} renders and tokenises, which takes milliseconds: not for an event loop.
 */
public final class ChatService {
    private final ServedModels models;
    private final AnswerBounds bounds;
    private final PromptPlanner planner = new PromptPlanner();
    private final ChatTelemetry telemetry;
    private final UsageSink usage;
    private final PriceTable prices;
    private final Clock clock;
    private final Supplier<String> ids;

    /** @param ids unique words for answers, without prefix */
    public ChatService(
            ServedModels models,
            Limits limits,
            ChatTelemetry telemetry,
            UsageSink usage,
            PriceTable prices,
            Clock clock,
            Supplier<String> ids) {
        this.models = requireNonNull(models, "models is null");
        this.bounds = new AnswerBounds(limits);
        this.telemetry = requireNonNull(telemetry, "telemetry is null");
        this.usage = requireNonNull(usage, "usage is null");
        this.prices = requireNonNull(prices, "prices is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.ids = requireNonNull(ids, "ids is null");
    }

    /**
     * Fits a request to its model.
     *
     * @throws MeshException naming the field when the model cannot do what is asked
     * @throws ModelException when the model is unknown, still loading or refuses the conversation
     */
    public PreparedAnswer prepare(CompletionRequest request, Caller caller) {
        ServedModel model = models.require(request.model());
        bounds.requireCapabilities(model, request);
        PlannedPrompt planned =
                planner.plan(model, request.input(), request.template(), request.overflow(), bounds.wanted(request));
        List<String> warnings = new ArrayList<>(request.warnings());
        warnings.addAll(planned.warnings());
        int maxTokens = bounds.maxTokens(model, request, planned.tokens(), warnings);
        var generation = new GenerationRequest(
                planned.prompt(),
                request.n(),
                maxTokens,
                bounds.minTokens(model, request, maxTokens),
                model.defaults().sampling(request.sampling(), caller.seed()),
                stops(model, request),
                request.topLogprobs(),
                request.format(),
                caller.priority(),
                Optional.of(caller.deadline()));
        return new PreparedAnswer(head(model, request, planned, warnings), model, generation, planned.tokens(), caller);
    }

    /**
     * Starts a prepared answer.
     *
     * @param listener hears deltas on the engine's thread; must not block
     * @throws ModelException {@code OVERLOADED} when the engine's queue is full
     */
    public RunningAnswer start(PreparedAnswer prepared, GenerationListener listener) {
        ObservedCall observed = telemetry.start(prepared);
        Generation generation;
        try {
            generation = prepared.model().engine().generate(prepared.generation(), observed.observing(listener));
        } catch (RuntimeException e) {
            observed.failed(e);
            throw e;
        }
        CompletionStage<Answer> answer = generation.result().handle((result, failure) -> {
            if (failure != null) {
                observed.failed(failure);
                throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
            }
            return complete(prepared, result, observed);
        });
        return new Running(answer, generation);
    }

    private Answer complete(PreparedAnswer prepared, Generation.Result result, ObservedCall observed) {
        var answer = new Answer(prepared.head(), result.choices(), result.usage(), result.timings());
        account(prepared, answer);
        Optional<MeshException> early = endedEarly(result.choices());
        if (early.isPresent()) {
            observed.failed(early.get());
            throw early.get();
        }
        observed.succeeded(answer);
        return answer;
    }

    /** Tokens were spent, whether or not the client still wanted them. */
    private void account(PreparedAnswer prepared, Answer answer) {
        String model = prepared.head().model();
        Generation.Usage tokens = answer.usage();
        usage.accept(new Usage(
                prepared.caller().tenant(),
                model,
                prepared.head().endpoint().operation(),
                tokens.promptTokens(),
                tokens.completionTokens(),
                0,
                answer.timings().total().minus(answer.timings().queued()).toMillis(), // shared with concurrent calls
                prices.cost(model, tokens.promptTokens(), tokens.completionTokens()),
                false)); // every answer is written anew
    }

    private static Optional<MeshException> endedEarly(List<Choice> choices) {
        for (Choice choice : choices) {
            if (choice.finish() == FinishReason.DEADLINE) {
                return Optional.of(new MeshException(
                        ProblemSlug.DEADLINE_EXCEEDED,
                        "the deadline passed after %d tokens of choice %d".formatted(choice.tokens(), choice.index())));
            }
            if (choice.finish() == FinishReason.CANCELLED) {
                return Optional.of(new MeshException(ProblemSlug.CANCELLED, "the client went away"));
            }
        }
        return Optional.empty();
    }

    private AnswerHead head(
            ServedModel model, CompletionRequest request, PlannedPrompt planned, List<String> warnings) {
        return new AnswerHead(
                request.endpoint().idPrefix() + ids.get(),
                request.endpoint(),
                clock.instant().getEpochSecond(),
                model.description().name(),
                model.description().fingerprint(),
                model.description().eosToken(),
                request.n(),
                request.topLogprobs().isPresent(),
                request.echo() ? Optional.of(text(model, request.input(), planned)) : Optional.empty(),
                warnings);
    }

    private static String text(ServedModel model, PromptInput input, PlannedPrompt planned) {
        if (input instanceof PromptInput.Text text) {
            return text.text();
        }
        if (input instanceof PromptInput.TokenIds ids) {
            return model.engine().detokenize(ids.ids());
        }
        throw new IllegalArgumentException("only raw prompts are echoed, not " + planned.template());
    }

    private static List<String> stops(ServedModel model, CompletionRequest request) {
        List<String> stops = new ArrayList<>(request.stop());
        if (request.defaultStops() && request.endpoint() == Endpoint.CHAT) {
            model.template().stops().stream()
                    .filter(stop -> !stops.contains(stop))
                    .forEach(stops::add);
        }
        return stops;
    }

    private record Running(CompletionStage<Answer> answer, Generation generation) implements RunningAnswer {
        @Override
        public void cancel() {
            generation.cancel();
        }
    }
}
