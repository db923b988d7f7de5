package dev.majlis.cappy.rest;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.score.Overflows;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.PairScorer.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * vLLM's score request (cappy.md §6).
 *
 * @param model empty for the default
 * @param pairs queries with documents, broadcast or zipped
 * @param documents name of the field of documents in the request
 * @param overflow empty for the default
 * @param activation whether the API's own activation is wanted
 * @param id of the client
 */
record ScoreRequest(
        Optional<String> model,
        List<Pair> pairs,
        String documents,
        Optional<Overflow> overflow,
        boolean activation,
        Optional<String> id) {

    /** @param longest tokens that a model reads */
    static ScoreRequest of(Fields body, ToIntFunction<Optional<String>> longest) {
        String left = body.has("text_1") ? "text_1" : "queries";
        String right = body.has("text_2") ? "text_2" : "documents";
        List<String> queries = body.oneOrMoreTexts(left);
        List<String> documents = body.oneOrMoreTexts(right);
        if (queries.size() != 1 && queries.size() != documents.size()) {
            throw Failures.lengthMismatch(
                    body.pointer(right),
                    "%d %s with %d %s: send one with n, or n with n"
                            .formatted(queries.size(), left, documents.size(), right));
        }
        List<Pair> pairs = new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            pairs.add(new Pair(queries.get(queries.size() == 1 ? 0 : i), documents.get(i)));
        }
        body.optionalText("encoding_format")
                .filter(format -> !format.equals("float"))
                .ifPresent(format -> {
                    throw Failures.unsupported("/encoding_format", "only float, got '" + format + "'");
                });
        Optional<String> model = body.optionalText("model");
        return new ScoreRequest(
                model,
                pairs,
                right,
                overflow(body, model, longest),
                body.flag("use_activation", true),
                body.optionalText("request_id"));
    }

    String pointer(int index) {
        return "/" + documents + "/" + index;
    }

    private static Optional<Overflow> overflow(
            Fields body, Optional<String> model, ToIntFunction<Optional<String>> longest) {
        Optional<Overflow> side = body.optionalText("truncation_side").map(name -> switch (name) {
            case "right" -> Overflow.TRUNCATE_LONGEST;
            case "left" -> Overflow.TRUNCATE_INSTRUCTION_HEAD;
            default -> throw Failures.invalid("/truncation_side", "'%s' is not one of right, left".formatted(name));
        });
        Optional<Integer> tokens = body.whole("truncate_prompt_tokens", -1, Integer.MAX_VALUE);
        tokens.filter(limit -> limit >= 0 && limit < longest.applyAsInt(model)).ifPresent(limit -> {
            throw Failures.unsupported(
                    "/truncate_prompt_tokens",
                    "below the model's own limit of %d is not supported; send -1".formatted(longest.applyAsInt(model)));
        });
        Optional<Overflow> own = body.word("overflow", Overflows::of, Overflows.WORDS);
        return own.or(() -> side).or(() -> tokens.map(limit -> Overflow.TRUNCATE_LONGEST));
    }
}
