package dev.majlis.cappy.score;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Typed scoring, the same over REST ({@code /cappy/v1/score} with {@code items}) and Kafka ({@code cappy-scorer.score}):
 * {@code {model?, items:[{id?, instruction, response}], overflow?, partial?}}. Thread-safe.
 */
public final class ScoreItems {
    /** Name that idempotency keys belong to, over HTTP and over Kafka alike. */
    public static final String OPERATION = "cappy-scorer.score";

    private final Scorers scorers;
    private final GroupScoring scoring;
    private final Calibrations calibrations;
    private final ScoringDefaults defaults;

    public ScoreItems(Scorers scorers, GroupScoring scoring, Calibrations calibrations, ScoringDefaults defaults) {
        this.scorers = requireNonNull(scorers, "scorers is null");
        this.scoring = requireNonNull(scoring, "scoring is null");
        this.calibrations = requireNonNull(calibrations, "calibrations is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
    }

    /** Blocks until all are scored. */
    public ScoreItemsAnswer score(Fields body, RequestTerms terms) {
        Optional<String> model = body.optionalText("model");
        var overflow = body.word("overflow", Overflows::of, Overflows.WORDS).orElse(defaults.overflow());
        boolean partial = body.flag("partial", false);
        List<Fields> items = body.objects("items");
        body.refuseUnknown();
        defaults.requireAtMost(body.pointer("items"), items.size());

        List<Attempt<PairGroup>> groups = new ArrayList<>();
        for (Fields item : items) {
            groups.add(Attempt.of(() -> group(item)));
        }
        PairScorer scorer = scorers.require(model);
        List<Attempt<Scored>> scored = scoring.score(scorer, groups, terms.options(overflow), partial);

        List<ScoreItemsAnswer.Item> answers = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String id = items.get(i).find("id").map(node -> node.asText()).orElse(null);
            answers.add(ScoreItemsAnswer.item(
                    id,
                    scored.get(i),
                    score -> calibrations.probability(scorer.model().sha256(), score)));
        }
        return ScoreItemsAnswer.of(scorer.model(), answers);
    }

    private static PairGroup group(Fields item) {
        item.optionalText("id").ifPresent(id -> requireNonNull(id));
        var pair = new Pair(item.text("instruction"), item.text("response"));
        item.refuseUnknown();
        return new PairGroup(List.of(pair), List.of(item.pointer("response")));
    }
}
