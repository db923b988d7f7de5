package dev.majlis.cappy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.score.Activation;
import dev.majlis.cappy.score.ListScoring;
import dev.majlis.cappy.score.Scored;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.PairScorer.Pair;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Infinity's rerank (cappy.md §6). */
@ApplicationScoped
class InfinityRerank {
    private final ListScoring scoring;
    private final Admission admission;
    private final Clock clock;

    @Inject
    InfinityRerank(ListScoring scoring, Admission admission, Clock clock) {
        this.scoring = scoring;
        this.admission = admission;
        this.clock = clock;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(@JsonProperty("relevance_score") double relevanceScore, int index, String document) {}

    record Usage(@JsonProperty("prompt_tokens") int promptTokens, @JsonProperty("total_tokens") int totalTokens) {}

    record Answer(String object, List<Result> results, String model, Usage usage, String id, long created) {}

    Response rerank(Fields body) {
        String query = body.text("query");
        List<String> documents = body.texts("documents");
        Optional<String> model = body.optionalText("model");
        boolean returnDocuments = body.flag("return_documents", false);
        boolean raw = body.flag("raw_scores", false);
        int top = body.whole("top_n", 1, Integer.MAX_VALUE).orElse(documents.size());
        Scored scored = admission.admit(terms -> scoring.score(
                model,
                documents.stream().map(document -> new Pair(query, document)).toList(),
                Optional.empty(),
                terms,
                i -> "/documents/" + i));
        Activation activation = Activation.ofServer(scored.model().kind(), raw);
        List<Result> results = ListScoring.ranking(scored).stream()
                .limit(top)
                .map(i -> new Result(
                        activation.apply(scored.pairs().get(i).score()), i, returnDocuments ? documents.get(i) : null))
                .toList();
        var answer = new Answer(
                "rerank",
                results,
                scored.model().name(),
                new Usage(scored.tokens(), scored.tokens()),
                "rerank-" + admission.requestId(),
                clock.instant().getEpochSecond());
        return ScoreAnswers.of(answer, scored, activation);
    }
}
