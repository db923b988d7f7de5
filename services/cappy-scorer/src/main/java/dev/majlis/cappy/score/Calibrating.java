package dev.majlis.cappy.score;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.calibrate.Calibration;
import dev.majlis.cappy.calibrate.CalibrationError;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Fits the calibration of a scorer on labelled pairs: {@code {items:[{instruction, response, correct}], seed?}}. One half is fitted,
 * the other measured; what is kept is what was measured (cappy.md §8 row 13). Thread-safe.
 */
public final class Calibrating {
    private static final int FEWEST = 2 * Calibration.FEWEST;
    private static final int MOST = 10_000;

    private final Scorers scorers;
    private final PairScoring scoring;
    private final Calibrations calibrations;
    private final ScoringDefaults defaults;
    private final Clock clock;

    public Calibrating(
            Scorers scorers, PairScoring scoring, Calibrations calibrations, ScoringDefaults defaults, Clock clock) {
        this.scorers = requireNonNull(scorers, "scorers is null");
        this.scoring = requireNonNull(scoring, "scoring is null");
        this.calibrations = requireNonNull(calibrations, "calibrations is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    private record Labelled(Pair pair, boolean correct) {}

    /**
     * Blocks until it is fitted, measured and kept.
     *
     * @throws MeshException {@code unprocessable-input}: {@code TOO_FEW_LABELS}, {@code CONSTANT_LABELS}, or {@code NOT_BETTER} when the
     *     probabilities are no nearer to the truth than the raw scores; then an earlier calibration stays
     */
    public StoredCalibration calibrate(String model, Fields body, RequestTerms terms) {
        List<Labelled> items = body.elements("items", (node, pointer) -> labelled(Fields.of(node, pointer)));
        long seed = body.seed("seed");
        body.refuseUnknown();
        if (items.size() > MOST) {
            throw Failures.tooMany(body.pointer("items"), items.size(), MOST);
        }
        if (items.size() < FEWEST) {
            throw unfit(
                    "TOO_FEW_LABELS",
                    body.pointer("items"),
                    "%d labelled pairs, at least %d are needed".formatted(items.size(), FEWEST));
        }
        PairScorer scorer = scorers.require(Optional.of(model));
        List<Double> scores = scores(scorer, items, terms, body.pointer("items"));
        StoredCalibration fitted =
                fit(scores, items.stream().map(Labelled::correct).toList(), new Random(seed), body.pointer("items"));
        calibrations.store(scorer.model().sha256(), fitted);
        return fitted;
    }

    /** In parts no larger than a request may be. */
    private List<Double> scores(PairScorer scorer, List<Labelled> items, RequestTerms terms, String pointer) {
        List<Double> scores = new ArrayList<>(items.size());
        while (scores.size() < items.size()) {
            int from = scores.size();
            List<Pair> part = items.subList(from, Math.min(items.size(), from + defaults.maxCandidates())).stream()
                    .map(Labelled::pair)
                    .toList();
            scores.addAll(Awaited.on(
                            scoring.score(
                                    scorer,
                                    part,
                                    terms.options(defaults.overflow()),
                                    i -> pointer + "/" + (from + i) + "/response"),
                            Optional.of(terms.deadline()),
                            clock)
                    .scores());
        }
        return scores;
    }

    private StoredCalibration fit(List<Double> scores, List<Boolean> right, Random random, String pointer) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, scores.size()).boxed().toList());
        Collections.shuffle(order, random);
        List<Integer> seen = order.subList(0, order.size() / 2);
        List<Integer> fresh = order.subList(order.size() / 2, order.size());
        Calibration calibration = Calibration.fit(
                seen.stream().map(scores::get).toList(),
                seen.stream().map(right::get).toList());

        List<Boolean> truth = fresh.stream().map(right::get).toList();
        double raw = CalibrationError.of(fresh.stream().map(scores::get).toList(), truth);
        double error = CalibrationError.of(
                fresh.stream().map(scores::get).map(calibration::probability).toList(), truth);
        if (error >= raw) {
            throw unfit(
                    "NOT_BETTER",
                    pointer,
                    "the calibration error is %.4f, that of the raw scores %.4f, on %d unseen pairs"
                            .formatted(error, raw, truth.size()));
        }
        return new StoredCalibration(calibration, error, raw, truth.size(), clock.instant());
    }

    private static Labelled labelled(Fields item) {
        var pair = new Pair(item.text("instruction"), item.text("response"));
        boolean correct = item.optionalFlag("correct").orElseThrow(() -> Failures.missing(item.pointer("correct")));
        item.refuseUnknown();
        return new Labelled(pair, correct);
    }

    private static MeshException unfit(String code, String pointer, String message) {
        return Failures.unprocessable(code, List.of(new FieldError(pointer, message)));
    }
}
