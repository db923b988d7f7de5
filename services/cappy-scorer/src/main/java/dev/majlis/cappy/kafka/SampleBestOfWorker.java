package dev.majlis.cappy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.policy.BestOf;
import dev.majlis.cappy.policy.Choice;
import dev.majlis.cappy.policy.Policy;
import dev.majlis.cappy.policy.Question;
import dev.majlis.cappy.policy.Sequence;
import dev.majlis.cappy.policy.SequentialBestOf;
import dev.majlis.cappy.policy.Stopping;
import dev.majlis.cappy.policy.Verdicts;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.cappy.score.ScoringDefaults;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * {@code cappy-scorer.sample-best-of}: an OpenAI chat or completion request becomes a {@link Verdict}; candidates are drawn from a
 * generator of the mesh until one more no longer pays (cappy.md §7). Parameters of the hop: {@code generator} (a service with the
 * operation chat; default {@code jais-chat}), {@code endpoint}, {@code n} (most candidates; default 17), {@code policy}, {@code
 * model}, {@code seed}, {@code stop}, {@code stream_text}. A requester that streams also gets {@code candidate-done} events.
 */
@ApplicationScoped
public class SampleBestOfWorker {
    /** What it works on. */
    public static final Operation OPERATION = new Operation("cappy-scorer", "sample-best-of");

    private static final String SCHEMA = "verdict";
    private static final String GENERATOR = "jais-chat";

    private final BestOf bestOf;
    private final Instance<Mesh> mesh;
    private final ScoringDefaults defaults;
    private final Scorers scorers;
    private final CappyConfig config;
    private final Clock clock;

    @Inject
    public SampleBestOfWorker(
            BestOf bestOf,
            Instance<Mesh> mesh,
            ScoringDefaults defaults,
            Scorers scorers,
            CappyConfig config,
            Clock clock) {
        this.bestOf = bestOf;
        this.mesh = mesh;
        this.defaults = defaults;
        this.scorers = scorers;
        this.config = config;
        this.clock = clock;
    }

    Worker<ObjectNode, Verdict> worker() {
        return Worker.of(OPERATION, ObjectNode.class, SCHEMA, task -> scorers.during(() -> handle(task)));
    }

    private record Terms(
            Policy policy,
            Optional<String> model,
            long seed,
            Stopping stopping,
            boolean streamText,
            RequestTerms request) {}

    Verdict handle(Task<ObjectNode> task) {
        Fields parameters = Fields.of(task.parameters(), "");
        RequestTerms request = ScoreWorker.terms(task, clock, config);
        var calls = new CandidateCalls(
                mesh.get().client(),
                task,
                generator(parameters),
                parameters.optionalText("endpoint").orElse("chat"),
                seed(task),
                request.deadline(),
                clock);
        Terms terms = terms(parameters, request);
        parameters.refuseUnknown();

        Sequence sequence = new SequentialBestOf(bestOf)
                .choose(answers -> question(calls.instruction(), answers, terms), calls, terms.stopping());
        Choice choice = sequence.choice();
        new VerdictEvents(task).chosen(calls.candidates().get(choice.index()), choice, terms.streamText());
        return new Verdict(
                choice.index(),
                sequence.answers().get(choice.index()).text(),
                terms.policy().wireName(),
                Verdicts.scorer(choice),
                choice.scores().orElse(null),
                Verdicts.cost(question(calls.instruction(), sequence.answers(), terms), choice),
                calls.completion(),
                sequence.reason().wireName());
    }

    private static Terms terms(Fields parameters, RequestTerms request) {
        Policy policy = parameters.word("policy", Policy::of, Policy.WORDS).orElse(Policy.DEFAULT);
        if (policy == Policy.ORACLE) {
            throw Failures.unsupported("/policy", "oracle needs references, which a chat does not carry");
        }
        SequentialBestOf.requireScores(policy, "/policy");
        int most = parameters.whole("n", 1, Stopping.DEFAULT_MAX).orElse(Stopping.DEFAULT_MAX);
        return new Terms(
                policy,
                parameters.optionalText("model"),
                parameters.seed("seed"),
                Stopping.of(parameters.optionalObject("stop").orElseGet(Fields::none), most),
                parameters.flag("stream_text", false),
                request);
    }

    private static Operation generator(Fields parameters) {
        String service = parameters.optionalText("generator").orElse(GENERATOR);
        try {
            return new Operation(service, "chat");
        } catch (IllegalArgumentException e) {
            throw Failures.invalid("/generator", "'%s' is no name of a service".formatted(service));
        }
    }

    private Question question(String instruction, List<Answer> answers, Terms terms) {
        return new Question(
                instruction,
                answers,
                terms.policy(),
                terms.model(),
                terms.seed(),
                Optional.empty(),
                List.of(),
                RougeMode.COMPAT,
                terms.request().options(defaults.overflow()));
    }

    /** The request's own, else one of what names it, so that a record that is delivered again draws the same candidates. */
    private static long seed(Task<ObjectNode> task) {
        if (task.input().path("seed").isIntegralNumber()) {
            return task.input().path("seed").asLong();
        }
        String name = task.envelope()
                .idempotencyKey()
                .or(() -> task.envelope().replyTo().map(ReplyAddress::correlationId))
                .orElse(task.envelope().id());
        CRC32 hash = new CRC32();
        hash.update(name.getBytes(UTF_8));
        return hash.getValue() >>> 1;
    }
}
