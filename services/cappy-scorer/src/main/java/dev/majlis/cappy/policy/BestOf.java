package dev.majlis.cappy.policy;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.score.Awaited;
import dev.majlis.cappy.score.PairScoring;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Chooses the best of several answers (cappy.md §2.4). Deterministic for the same question. Thread-safe. */
public final class BestOf {
    /** The model behind {@link Policy#SIMILARITY}. */
    public static final String SIMILARITY_MODEL = "similarity-minilm";

    private static final String ANSWERS = "/candidates";

    private final Scorers scorers;
    private final PairScoring scoring;
    private final RougeL rouge;
    private final Clock clock;

    public BestOf(Scorers scorers, PairScoring scoring, RougeL rouge, Clock clock) {
        this.scorers = requireNonNull(scorers, "scorers is null");
        this.scoring = requireNonNull(scoring, "scoring is null");
        this.rouge = requireNonNull(rouge, "rouge is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Blocks while a model scores.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code unprocessable-input} when an answer lacks what the policy needs
     */
    public Choice choose(Question question) {
        List<Answer> answers = question.answers();
        return switch (question.policy()) {
            case CAPPY -> judged(question, question.model());
            case SIMILARITY -> judged(question, similarity(question.model()));
            case SELF_SCORE_SUM -> selfScored(answers, Answer::logLikelihoodSum, "log_likelihood_sum", question);
            case SELF_SCORE_MEAN -> selfScored(answers, Answer::logLikelihoodMean, "log_likelihood_mean", question);
            case FIRST -> Choice.of(first(question));
            case RANDOM -> Choice.of(random(question));
            case LONGEST ->
                Choice.of(
                        answers.stream().map(answer -> (double) length(answer)).toList());
            case SHORTEST ->
                Choice.of(
                        answers.stream().map(answer -> (double) -length(answer)).toList());
            case ORACLE -> oracle(question);
        };
    }

    private Choice judged(Question question, Optional<String> model) {
        PairScorer scorer = scorers.require(model);
        List<Pair> pairs = question.answers().stream()
                .map(answer -> new Pair(question.instruction(), answer.text()))
                .toList();
        return Choice.of(Awaited.on(
                scoring.score(scorer, pairs, question.options(), i -> ANSWERS + "/" + i),
                question.options().deadline(),
                clock));
    }

    private static Optional<String> similarity(Optional<String> model) {
        model.filter(name -> !name.equals(SIMILARITY_MODEL)).ifPresent(name -> {
            throw Failures.invalid(
                    "/model",
                    "policy similarity uses %s, not '%s'; see policy cappy".formatted(SIMILARITY_MODEL, name));
        });
        return Optional.of(SIMILARITY_MODEL);
    }

    private static Choice selfScored(
            List<Answer> answers, Function<Answer, Optional<Double>> score, String field, Question question) {
        List<FieldError> lacking = IntStream.range(0, answers.size())
                .filter(i -> score.apply(answers.get(i)).isEmpty())
                .mapToObj(i -> new FieldError(
                        ANSWERS + "/" + i + "/" + field,
                        "is missing; policy %s needs it"
                                .formatted(question.policy().wireName())))
                .toList();
        if (!lacking.isEmpty()) {
            throw Failures.unprocessable("MISSING_LOG_LIKELIHOOD", lacking);
        }
        return Choice.of(answers.stream().map(score).map(Optional::orElseThrow).toList());
    }

    private static int first(Question question) {
        if (question.decoding().isEmpty()) {
            return 0;
        }
        return IntStream.range(0, question.answers().size())
                .filter(i -> question.answers().get(i).decoding().equals(question.decoding()))
                .findFirst()
                .orElseThrow(() -> Failures.unprocessable(
                        "UNKNOWN_DECODING",
                        List.of(new FieldError(
                                "/decoding",
                                "no candidate has the decoding '%s'"
                                        .formatted(question.decoding().get())))));
    }

    /** Seeded by the answers too, so that one seed does not mean one index for all requests. */
    private static int random(Question question) {
        long seed = question.seed();
        for (Answer answer : question.answers()) {
            seed = seed * 0x5DEECE66DL + answer.text().hashCode();
        }
        return new SplittableRandom(seed).nextInt(question.answers().size());
    }

    private Choice oracle(Question question) {
        if (question.references().isEmpty()) {
            throw Failures.missing("/references");
        }
        List<String> texts = question.answers().stream().map(Answer::text).toList();
        if (RougeL.work(question.references(), texts) > RougeL.MAX_WORK) {
            throw Failures.invalid("/references", RougeL.TOO_MUCH);
        }
        return Choice.of(question.answers().stream()
                .map(answer -> rouge.score(question.references(), answer.text(), question.rougeMode())
                        .f())
                .toList());
    }

    private static int length(Answer answer) {
        return answer.text().codePointCount(0, answer.text().length());
    }
}
