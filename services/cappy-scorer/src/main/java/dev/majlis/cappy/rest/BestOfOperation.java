package dev.majlis.cappy.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.policy.BestOf;
import dev.majlis.cappy.policy.Choice;
import dev.majlis.cappy.policy.Policy;
import dev.majlis.cappy.policy.Question;
import dev.majlis.cappy.policy.Verdicts;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.sample.GeneratorRequest;
import dev.majlis.cappy.sample.Generators;
import dev.majlis.cappy.score.Overflows;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.cappy.score.Scored;
import dev.majlis.cappy.score.ScoringDefaults;
import dev.majlis.cappy.text.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code POST /cappy/v1/best-of}: reads the request, gets the candidates, chooses. */
@ApplicationScoped
class BestOfOperation {
    private final BestOf bestOf;
    private final Generators generators;
    private final ScoringDefaults defaults;
    private final Clock clock;

    @Inject
    BestOfOperation(BestOf bestOf, Generators generators, ScoringDefaults defaults, Clock clock) {
        this.bestOf = bestOf;
        this.generators = generators;
        this.defaults = defaults;
        this.clock = clock;
    }

    /** Blocks until it has chosen. */
    BestOfAnswer run(Fields body, RequestTerms terms) {
        Instant began = clock.instant();
        String instruction = body.text("instruction");
        Policy policy = body.word("policy", Policy::of, Policy.WORDS).orElse(Policy.DEFAULT);
        Optional<String> model = body.optionalText("model");
        long seed = body.seed("seed");
        Optional<String> decoding = body.optionalText("decoding");
        List<String> references = body.has("references") ? body.oneOrMoreTexts("references") : List.of();
        RougeMode mode =
                body.word("rouge_mode", RougeMode::of, "compat, unicode").orElse(RougeMode.COMPAT);
        var overflow = body.word("overflow", Overflows::of, Overflows.WORDS).orElse(defaults.overflow());
        if (body.has("stop")) {
            throw Failures.unsupported("/stop", "sequential stopping is not available; all candidates are sampled");
        }
        Optional<GeneratorRequest> generator = body.optionalObject("generator").map(GeneratorRequest::of);
        if (generator.isPresent() == body.has("candidates")) {
            throw Failures.invalid("/candidates", "send either candidates or generator");
        }
        List<Answer> given =
                generator.isPresent() ? List.of() : body.elements("candidates", BestOfOperation::candidate);
        body.refuseUnknown();
        defaults.requireAtMost(
                "/candidates", generator.map(GeneratorRequest::total).orElse(given.size()));

        List<Answer> answers = generator
                .map(request -> generators.sample(request, request.decodings(), instruction, seed, terms))
                .orElse(given);
        var question = new Question(
                instruction, answers, policy, model, seed, decoding, references, mode, terms.options(overflow));
        Choice choice = bestOf.choose(question);
        return answer(question, choice, generator.isPresent(), Duration.between(began, clock.instant()));
    }

    private static BestOfAnswer answer(Question question, Choice choice, boolean sampled, Duration latency) {
        List<Answer> answers = question.answers();
        return new BestOfAnswer(
                choice.index(),
                answers.get(choice.index()).text(),
                question.policy().wireName(),
                Verdicts.scorer(choice),
                choice.scores().orElse(null),
                choice.judged().map(Scored::truncatedTokens).orElse(null),
                answers.size(),
                sampled ? "all" : "given",
                sampled ? answers.stream().map(Answer::text).toList() : null,
                Verdicts.warnings(answers),
                Verdicts.cost(question, choice),
                latency.toMillis());
    }

    private static Answer candidate(JsonNode node, String pointer) {
        if (node.isTextual()) {
            return Answer.of(Fields.text(node, pointer));
        }
        Fields fields = Fields.of(node, pointer);
        Answer answer = new Answer(
                fields.text("text"),
                fields.whole("tokens", 0, Integer.MAX_VALUE).orElse(0),
                fields.number("log_likelihood_sum"),
                fields.number("log_likelihood_mean"),
                fields.optionalText("decoding"));
        fields.refuseUnknown();
        return answer;
    }
}
