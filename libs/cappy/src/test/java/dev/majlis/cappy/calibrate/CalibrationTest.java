package dev.majlis.cappy.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.mesh.error.MeshException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    /** Right with probability {@code score²}: the raw score is overconfident. */
    private static List<Boolean> labels(List<Double> scores, long seed) {
        Random random = new Random(seed);
        return scores.stream().map(score -> random.nextDouble() < score * score).toList();
    }

    private static List<Double> scores(int count, long seed) {
        return new Random(seed).doubles(count).boxed().toList();
    }

    @Test
    void halvesTheErrorOfAnOverconfidentScoreOnDataItHasNotSeen() {
        List<Double> seen = scores(2_000, 1);
        List<Double> fresh = scores(2_000, 2);
        List<Boolean> truth = labels(fresh, 4);

        Calibration calibration = Calibration.fit(seen, labels(seen, 3));

        double raw = CalibrationError.of(fresh, truth);
        double calibrated =
                CalibrationError.of(fresh.stream().map(calibration::probability).toList(), truth);
        assertThat(raw).isGreaterThan(0.1);
        assertThat(calibrated).isLessThanOrEqualTo(0.05).isLessThan(raw / 2);
    }

    @Property(tries = 100)
    void aHigherScoreIsNeverLessProbable(
            @ForAll long seed,
            @ForAll @DoubleRange(min = -0.5, max = 1.5) double one,
            @ForAll @DoubleRange(min = -0.5, max = 1.5) double two) {
        List<Double> scores = scores(80, seed);
        List<Boolean> labels = new ArrayList<>(labels(scores, seed + 1));
        labels.set(0, true);
        labels.set(1, false);

        Calibration calibration = Calibration.fit(scores, labels);

        assertThat(calibration.probability(Math.min(one, two)))
                .isLessThanOrEqualTo(calibration.probability(Math.max(one, two)));
        assertThat(calibration.probability(one)).isBetween(0.0, 1.0);
    }

    @Property(tries = 50)
    void isTheLeastSquaresAmongAllThatDoNotFall(@ForAll long seed) {
        List<Double> scores = new ArrayList<>(scores(60, seed));
        Collections.sort(scores);
        List<Boolean> labels = new ArrayList<>(labels(scores, seed + 1));
        labels.set(0, true);
        labels.set(59, false);

        Calibration calibration = Calibration.fit(scores, labels);

        for (int i = 0; i < scores.size(); i++) {
            assertThat(calibration.probability(scores.get(i))).isCloseTo(minimax(labels, i), within(1e-9));
        }
    }

    /** The plain definition: max over starts of the min over ends of the mean between. */
    private static double minimax(List<Boolean> labels, int at) {
        double best = 0;
        for (int from = 0; from <= at; from++) {
            double least = 1;
            for (int to = at; to < labels.size(); to++) {
                double mean = labels.subList(from, to + 1).stream()
                        .mapToInt(right -> right ? 1 : 0)
                        .average()
                        .orElseThrow();
                least = Math.min(least, mean);
            }
            best = Math.max(best, least);
        }
        return best;
    }

    @Test
    void equalScoresGetOneProbability() {
        List<Double> scores = new ArrayList<>(Collections.nCopies(30, 0.2));
        scores.addAll(Collections.nCopies(30, 0.8));
        List<Boolean> labels = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            labels.add(i % 30 < (i < 30 ? 6 : 24));
        }

        Calibration calibration = Calibration.fit(scores, labels);

        assertThat(calibration.probability(0.2)).isEqualTo(0.2);
        assertThat(calibration.probability(0.8)).isEqualTo(0.8);
        assertThat(calibration.probability(0.5)).isCloseTo(0.5, within(1e-12));
        assertThat(calibration.probability(9)).isEqualTo(0.8);
    }

    @Test
    void tooFewOrConstantLabelsAreRefused() {
        assertThatThrownBy(() -> Calibration.fit(scores(49, 1), Collections.nCopies(49, true)))
                .satisfies(thrown -> assertThat(((MeshException) thrown).code()).contains("TOO_FEW_LABELS"));
        assertThatThrownBy(() -> Calibration.fit(scores(50, 1), Collections.nCopies(50, true)))
                .satisfies(thrown -> assertThat(((MeshException) thrown).code()).contains("CONSTANT_LABELS"));
    }

    @Test
    void theErrorIsTheGapWeighedByItsBins() {
        assertThat(CalibrationError.of(List.of(0.95, 0.95, 0.15, 0.15), List.of(true, false, false, false)))
                .isCloseTo((2 * 0.45 + 2 * 0.15) / 4, within(1e-12));
        assertThat(CalibrationError.of(List.of(1.7, -3.0), List.of(true, false)))
                .isZero();
    }
}
