package dev.majlis.cappy.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.policy.Policy;
import dev.majlis.cappy.policy.Question;
import dev.majlis.cappy.policy.SequentialBestOf;
import dev.majlis.cappy.policy.Stopping;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.sample.GeneratorRequest;
import dev.majlis.cappy.score.Overflows;
import dev.majlis.cappy.score.ScoringDefaults;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /cappy/v1/best-of} is asked.
 *
 * @param instruction that the candidates answer
 * @param policy by which to choose
 * @param model scorer; empty for the default
 * @param seed of the generator and of policy {@code random}
 * @param decoding that policy {@code first} looks for
 * @param references of the oracle and the head-room
 * @param rougeMode of both
 * @param overflow for texts that are too long
 * @param generator that writes the candidates; empty when they are given
 * @param given candidates; empty with a generator
 * @param stopping when to stop looking at more; empty for all
 * @param abstainBelow probability of being right below which nothing is chosen; empty for always choosing
 */
record BestOfRequest(
        String instruction,
        Policy policy,
        Optional<String> model,
        long seed,
        Optional<String> decoding,
        List<String> references,
        RougeMode rougeMode,
        Overflow overflow,
        Optional<GeneratorRequest> generator,
        List<Answer> given,
        Optional<Stopping> stopping,
        Optional<Double> abstainBelow) {

    static BestOfRequest of(Fields body, ScoringDefaults defaults) {
        String instruction = body.text("instruction");
        Policy policy = body.word("policy", Policy::of, Policy.WORDS).orElse(Policy.DEFAULT);
        Optional<GeneratorRequest> generator = body.optionalObject("generator").map(GeneratorRequest::of);
        if (generator.isPresent() == body.has("candidates")) {
            throw Failures.invalid("/candidates", "send either candidates or generator");
        }
        List<Answer> given = generator.isPresent() ? List.of() : body.elements("candidates", BestOfRequest::candidate);
        int most = generator.map(GeneratorRequest::total).orElse(given.size());
        defaults.requireAtMost("/candidates", most);
        Optional<Stopping> stopping = body.optionalObject("stop").map(stop -> Stopping.of(stop, most));
        if (stopping.isPresent()) {
            SequentialBestOf.requireScores(policy, "/stop");
        }
        var request = new BestOfRequest(
                instruction,
                policy,
                body.optionalText("model"),
                body.seed("seed"),
                body.optionalText("decoding"),
                body.has("references") ? body.oneOrMoreTexts("references") : List.of(),
                body.word("rouge_mode", RougeMode::of, "compat, unicode").orElse(RougeMode.COMPAT),
                body.word("overflow", Overflows::of, Overflows.WORDS).orElse(defaults.overflow()),
                generator,
                given,
                stopping,
                body.probability("abstain_below"));
        body.refuseUnknown();
        return request;
    }

    Question question(List<Answer> answers, EncodeOptions options) {
        return new Question(instruction, answers, policy, model, seed, decoding, references, rougeMode, options);
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
