package dev.majlis.cappy.rest;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.evaluate.HeadRoom;
import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.policy.AnswerSource;
import dev.majlis.cappy.policy.BestOf;
import dev.majlis.cappy.policy.Choice;
import dev.majlis.cappy.policy.HeadRooms;
import dev.majlis.cappy.policy.Question;
import dev.majlis.cappy.policy.Sequence;
import dev.majlis.cappy.policy.SequentialBestOf;
import dev.majlis.cappy.policy.Stopping;
import dev.majlis.cappy.policy.Verdicts;
import dev.majlis.cappy.sample.GeneratorRequest;
import dev.majlis.cappy.sample.Generators;
import dev.majlis.cappy.score.Calibrations;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.cappy.score.Scored;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.cappy.score.ScoringDefaults;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.ScorerModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code POST /cappy/v1/best-of}: gets the candidates, all or by turns, chooses, and tells what was left to gain. */
@ApplicationScoped
class BestOfOperation {
    private final BestOf bestOf;
    private final Scorers scorers;
    private final Generators generators;
    private final HeadRooms headRooms;
    private final Calibrations calibrations;
    private final ScoringDefaults defaults;
    private final Clock clock;

    @Inject
    BestOfOperation(
            BestOf bestOf,
            Scorers scorers,
            Generators generators,
            HeadRooms headRooms,
            Calibrations calibrations,
            ScoringDefaults defaults,
            Clock clock) {
        this.bestOf = bestOf;
        this.scorers = scorers;
        this.generators = generators;
        this.headRooms = headRooms;
        this.calibrations = calibrations;
        this.defaults = defaults;
        this.clock = clock;
    }

    /** What was chosen, among which, and why not among more. */
    private record Outcome(List<Answer> answers, Choice choice, String reason, Double expectedGain) {}

    /** Blocks until it has chosen. */
    BestOfAnswer run(Fields body, RequestTerms terms, String tenant) {
        Instant began = clock.instant();
        BestOfRequest request = BestOfRequest.of(body, defaults);
        requireProbabilities(request);
        Outcome outcome = request.stopping()
                .map(stopping -> byTurns(request, stopping, terms))
                .orElseGet(() -> atOnce(request, terms));
        Question question = request.question(outcome.answers(), terms.options(request.overflow()));
        Optional<HeadRoom> headRoom = request.references().isEmpty()
                ? Optional.empty()
                : Optional.of(headRooms.add(
                        tenant, question, outcome.answers(), outcome.choice().index()));
        return answer(request, question, outcome, headRoom, Duration.between(began, clock.instant()));
    }

    /** Before any candidate is drawn. */
    private void requireProbabilities(BestOfRequest request) {
        if (request.abstainBelow().isEmpty()) {
            return;
        }
        Optional<String> model =
                switch (request.policy()) {
                    case CAPPY -> request.model();
                    case SIMILARITY -> Optional.of(BestOf.SIMILARITY_MODEL);
                    case SELF_SCORE_SUM, SELF_SCORE_MEAN, FIRST, RANDOM, LONGEST, SHORTEST, ORACLE ->
                        throw Failures.notCalibrated(
                                "policy " + request.policy().wireName());
                };
        ScorerModel judge = scorers.require(model).model();
        if (calibrations.find(judge.sha256()).isEmpty()) {
            throw Failures.notCalibrated("scorer '" + judge.name() + "'");
        }
    }

    private Outcome atOnce(BestOfRequest request, RequestTerms terms) {
        List<Answer> answers = request.generator()
                .map(generator -> generators.sample(
                        generator, generator.decodings(), request.instruction(), request.seed(), terms))
                .orElse(request.given());
        Choice choice = bestOf.choose(request.question(answers, terms.options(request.overflow())));
        return new Outcome(answers, choice, request.generator().isPresent() ? "all" : "given", null);
    }

    private Outcome byTurns(BestOfRequest request, Stopping stopping, RequestTerms terms) {
        AnswerSource source = request.generator()
                .map(generator -> drawn(generator, request, terms))
                .orElse((from, count) -> request.given().subList(from, from + count));
        Sequence sequence = new SequentialBestOf(bestOf)
                .choose(answers -> request.question(answers, terms.options(request.overflow())), source, stopping);
        return new Outcome(
                sequence.answers(), sequence.choice(), sequence.reason().wireName(), sequence.expectedGain());
    }

    /** Sample i draws from seed + i, so that stopping early gives the first samples of the whole. */
    private AnswerSource drawn(GeneratorRequest generator, BestOfRequest request, RequestTerms terms) {
        return (from, count) -> generators.sample(
                generator, generator.slice(from, count), request.instruction(), request.seed() + from, terms);
    }

    private BestOfAnswer answer(
            BestOfRequest request, Question question, Outcome outcome, Optional<HeadRoom> headRoom, Duration latency) {
        List<Answer> answers = outcome.answers();
        Choice choice = outcome.choice();
        Optional<Double> probability = choice.judged()
                .flatMap(scored -> calibrations.probability(
                        scored.model().sha256(), scored.scores().get(choice.index())));
        Optional<Boolean> abstained = request.abstainBelow().flatMap(bound -> probability.map(value -> value < bound));
        boolean chosen = !abstained.orElse(false);
        return new BestOfAnswer(
                chosen ? choice.index() : null,
                chosen ? answers.get(choice.index()).text() : null,
                abstained.orElse(null),
                question.policy().wireName(),
                Verdicts.scorer(choice),
                choice.scores().orElse(null),
                choice.judged().map(Scored::truncatedTokens).orElse(null),
                answers.size(),
                outcome.reason(),
                outcome.expectedGain(),
                probability.orElse(null),
                headRoom.map(HeadRoomAnswer::of).orElse(null),
                request.generator().isPresent()
                        ? answers.stream().map(Answer::text).toList()
                        : null,
                Verdicts.warnings(answers),
                Verdicts.cost(question, choice),
                latency.toMillis());
    }
}
