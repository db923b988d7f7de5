package dev.majlis.cappy.kafka;

import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.policy.Answers;
import dev.majlis.cappy.policy.BestOf;
import dev.majlis.cappy.policy.Choice;
import dev.majlis.cappy.policy.Policy;
import dev.majlis.cappy.policy.Question;
import dev.majlis.cappy.policy.Verdicts;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.cappy.score.ScoringDefaults;
import dev.majlis.cappy.text.Fields;
import dev.majlis.cappy.text.TextCheck;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * {@code cappy-scorer.best-of}: a {@link CandidateSet} becomes a {@link Verdict}. Parameters of the hop: {@code policy}
 * (default {@code self_score_mean}), {@code model}, {@code seed}, {@code stream_text}. A requester that streams gets the events
 * {@code scored} and {@code chosen}, and the chosen text where {@code stream_text} is true.
 */
@ApplicationScoped
public class BestOfWorker {
    /** What it works on. */
    public static final Operation OPERATION = new Operation("cappy-scorer", "best-of");

    private static final String SCHEMA = "verdict";

    private final BestOf bestOf;
    private final ScoringDefaults defaults;
    private final Scorers scorers;
    private final CappyConfig config;
    private final Clock clock;

    @Inject
    public BestOfWorker(BestOf bestOf, ScoringDefaults defaults, Scorers scorers, CappyConfig config, Clock clock) {
        this.bestOf = bestOf;
        this.defaults = defaults;
        this.scorers = scorers;
        this.config = config;
        this.clock = clock;
    }

    Worker<CandidateSet, Verdict> worker() {
        return Worker.of(OPERATION, CandidateSet.class, SCHEMA, task -> scorers.during(() -> handle(task)));
    }

    Verdict handle(Task<CandidateSet> task) {
        CandidateSet set = task.input();
        Fields parameters = Fields.of(task.parameters(), "");
        boolean streamText = parameters.flag("stream_text", false);
        Question question = question(task, set, parameters);
        parameters.refuseUnknown();

        Choice choice = bestOf.choose(question);
        new VerdictEvents(task).chosen(set.candidates().get(choice.index()), choice, streamText);
        Verdict verdict = new Verdict(
                choice.index(),
                question.answers().get(choice.index()).text(),
                question.policy().wireName(),
                Verdicts.scorer(choice),
                choice.scores().orElse(null),
                Verdicts.cost(question, choice),
                set.completion());
        boolean last = task.envelope().slip().hops().size() <= 1;
        return last ? verdict : verdict.withInstruction(set.instruction());
    }

    private Question question(Task<CandidateSet> task, CandidateSet set, Fields parameters) {
        if (set.instruction() == null) {
            throw Failures.missing("/instruction");
        }
        TextCheck.fault("/instruction", set.instruction()).ifPresent(fault -> {
            throw fault;
        });
        defaults.requireAtMost("/candidates", set.candidates().size());
        Policy policy = parameters.word("policy", Policy::of, Policy.WORDS).orElse(Policy.DEFAULT);
        if (policy == Policy.ORACLE) {
            throw Failures.unsupported("/policy", "oracle needs references, which a candidate set does not carry");
        }
        return new Question(
                set.instruction(),
                Answers.of(set, Optional.empty()),
                policy,
                parameters.optionalText("model"),
                parameters.seed("seed"),
                Optional.empty(),
                List.of(),
                RougeMode.COMPAT,
                ScoreWorker.terms(task, clock, config).options(defaults.overflow()));
    }
}
