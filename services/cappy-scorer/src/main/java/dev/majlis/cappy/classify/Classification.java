package dev.majlis.cappy.classify;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.policy.Choice;
import dev.majlis.cappy.score.Attempt;
import dev.majlis.cappy.score.Calibrations;
import dev.majlis.cappy.score.GroupScoring;
import dev.majlis.cappy.score.ItemError;
import dev.majlis.cappy.score.Overflows;
import dev.majlis.cappy.score.PairGroup;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.cappy.score.Scored;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.cappy.score.ScoringDefaults;
import dev.majlis.cappy.score.StoredCalibration;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Classification by candidate list: the choice with the highest score, the first of equals (cappy.md §2.3). Request {@code
 * {model?, items:[{id?, instruction, choices:[≥2]}], return_scores?, abstain_below?, overflow?, partial?}}. Thread-safe.
 */
public final class Classification {
    private static final int FEWEST_CHOICES = 2;

    private final Scorers scorers;
    private final GroupScoring scoring;
    private final Calibrations calibrations;
    private final ScoringDefaults defaults;

    public Classification(Scorers scorers, GroupScoring scoring, Calibrations calibrations, ScoringDefaults defaults) {
        this.scorers = requireNonNull(scorers, "scorers is null");
        this.scoring = requireNonNull(scoring, "scoring is null");
        this.calibrations = requireNonNull(calibrations, "calibrations is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
    }

    private record Item(Optional<String> id, String instruction, List<String> choices, String pointer) {
        PairGroup group() {
            return new PairGroup(
                    choices.stream()
                            .map(choice -> new Pair(instruction, choice))
                            .toList(),
                    IntStream.range(0, choices.size())
                            .mapToObj(i -> pointer + "/" + i)
                            .toList());
        }
    }

    /** Blocks until all are scored. */
    public ClassifyAnswer classify(Fields body, RequestTerms terms) {
        Optional<String> model = body.optionalText("model");
        boolean returnScores = body.flag("return_scores", true);
        var overflow = body.word("overflow", Overflows::of, Overflows.WORDS).orElse(defaults.overflow());
        Optional<Double> abstainBelow = body.probability("abstain_below");
        boolean partial = body.flag("partial", false);
        List<Fields> fields = body.objects("items");
        body.refuseUnknown();

        List<Attempt<Item>> items = new ArrayList<>();
        fields.forEach(item -> items.add(Attempt.of(() -> item(item))));
        defaults.requireAtMost(body.pointer("items"), candidates(items));

        PairScorer scorer = scorers.require(model);
        Optional<StoredCalibration> calibration =
                calibrations.find(scorer.model().sha256());
        if (abstainBelow.isPresent() && calibration.isEmpty()) {
            throw Failures.notCalibrated("scorer '" + scorer.model().name() + "'");
        }
        List<Attempt<PairGroup>> groups =
                items.stream().map(item -> item.then(Item::group)).toList();
        List<Attempt<Scored>> scored = scoring.score(scorer, groups, terms.options(overflow), partial);

        List<ClassifyAnswer.Item> answers = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            answers.add(answer(fields.get(i), items.get(i), scored.get(i), returnScores, calibration, abstainBelow));
        }
        return new ClassifyAnswer(
                scorer.model().name(),
                scorer.model().version(),
                scorer.model().kind().wireName(),
                answers);
    }

    private static int candidates(List<Attempt<Item>> items) {
        return items.stream()
                .mapToInt(item -> item instanceof Attempt.Done<Item> done
                        ? done.value().choices().size()
                        : 0)
                .sum();
    }

    private static Item item(Fields fields) {
        Optional<String> id = fields.optionalText("id");
        String instruction = fields.text("instruction");
        List<String> choices = fields.texts("choices");
        fields.refuseUnknown();
        String pointer = fields.pointer("choices");
        if (choices.size() < FEWEST_CHOICES) {
            throw Failures.invalid(pointer, "needs at least 2 choices, got " + choices.size());
        }
        requireDistinct(choices, pointer);
        return new Item(id, instruction, choices, pointer);
    }

    private static void requireDistinct(List<String> choices, String pointer) {
        Map<String, Integer> first = new HashMap<>();
        List<MeshException> duplicates = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            Integer earlier = first.putIfAbsent(choices.get(i), i);
            if (earlier != null) {
                duplicates.add(Failures.duplicateChoice(pointer + "/" + i, earlier));
            }
        }
        if (!duplicates.isEmpty()) {
            throw Failures.all(duplicates);
        }
    }

    private static ClassifyAnswer.Item answer(
            Fields fields,
            Attempt<Item> item,
            Attempt<Scored> scored,
            boolean returnScores,
            Optional<StoredCalibration> calibration,
            Optional<Double> abstainBelow) {
        if (item instanceof Attempt.Done<Item> asked && scored instanceof Attempt.Done<Scored> done) {
            List<Double> scores = done.value().scores();
            int best = Choice.argmax(scores);
            Optional<Double> probability =
                    calibration.map(stored -> stored.calibration().probability(scores.get(best)));
            Optional<Boolean> abstained = abstainBelow.flatMap(bound -> probability.map(value -> value < bound));
            boolean chosen = !abstained.orElse(false);
            return new ClassifyAnswer.Item(
                    asked.value().id().orElse(null),
                    chosen ? best : null,
                    chosen ? asked.value().choices().get(best) : null,
                    returnScores ? scores : null,
                    margin(scores, best),
                    done.value().truncatedTokens(),
                    probability.orElse(null),
                    abstained.orElse(null),
                    null);
        }
        MeshException failure = ((Attempt.Bad<Scored>) scored).failure();
        String id = fields.find("id")
                .filter(node -> node.isTextual())
                .map(node -> node.textValue())
                .orElse(null);
        return new ClassifyAnswer.Item(id, null, null, null, null, null, null, null, ItemError.of(failure));
    }

    /** How far the best score lies above the next; 0 for a tie. */
    static double margin(List<Double> scores, int best) {
        double second = IntStream.range(0, scores.size())
                .filter(i -> i != best)
                .mapToDouble(scores::get)
                .max()
                .orElse(scores.get(best));
        return scores.get(best) - second;
    }
}
