package dev.majlis.cappy.kafka;

import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.keyed.KeyedAnswers;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.cappy.score.ScoreItems;
import dev.majlis.cappy.score.ScoreItemsAnswer;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.dedup.DedupKey;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/** {@code cappy-scorer.score}: the same as {@code POST /cappy/v1/score} with items. */
@ApplicationScoped
public class ScoreWorker {
    /** What it works on. */
    public static final Operation OPERATION = new Operation("cappy-scorer", "score");

    private final ScoreItems items;
    private final KeyedAnswers answers;
    private final Scorers scorers;
    private final CappyConfig config;
    private final Clock clock;

    @Inject
    public ScoreWorker(ScoreItems items, KeyedAnswers answers, Scorers scorers, CappyConfig config, Clock clock) {
        this.items = items;
        this.answers = answers;
        this.scorers = scorers;
        this.config = config;
        this.clock = clock;
    }

    Worker<byte[], ScoreItemsAnswer> worker() {
        return Worker.of(OPERATION, byte[].class, ScoreItemsAnswer.SCHEMA, this::handle);
    }

    ScoreItemsAnswer handle(Task<byte[]> task) {
        Envelope envelope = task.envelope();
        return answers.once(
                envelope.idempotencyKey().map(key -> DedupKey.of(envelope.tenant(), ScoreItems.OPERATION, key)),
                task.input(),
                envelope.source() + ' ' + envelope.id(),
                ScoreItemsAnswer.class,
                () -> scorers.during(() -> items.score(Fields.parse(task.input()), terms(task, clock, config))));
    }

    static RequestTerms terms(Task<?> task, Clock clock, CappyConfig config) {
        Instant deadline = task.deadline().orElseGet(() -> clock.instant().plus(config.timeout()));
        return new RequestTerms(deadline, task.envelope().priority() == Priority.INTERACTIVE);
    }
}
