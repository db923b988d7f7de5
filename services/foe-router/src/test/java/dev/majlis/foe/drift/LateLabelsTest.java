package dev.majlis.foe.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LateLabelsTest {
    @Test
    void scoresAnswersAsTheirLabelsCome() {
        LateLabels labels = new LateLabels(10, 100, 0.9, 2, 0.05);
        labels.decided(new Decided("a", 1, 3, 0.25));
        labels.decided(new Decided("b", 0, 1, Double.NaN));
        labels.decided(new Decided("c", 2, 1, 0.5));

        assertThat(labels.label("a", 1)).map(Decided::id).contains("a");
        assertThat(labels.label("b", 1)).isPresent();

        LiveScore score = labels.score();
        assertThat(score.joined()).isEqualTo(2);
        assertThat(score.waiting()).isEqualTo(1);
        assertThat(score.accuracy()).isEqualTo(0.5);
        assertThat(score.meanCost()).isEqualTo(2);
        assertThat(score.lossGap()).isCloseTo(-0.25, within(1e-12));
        assertThat(score.regret()).isCloseTo((0.9 - 0.1) - (0.5 - 0.1), within(1e-12));
        assertThat(score.hindsight()).isNaN();
    }

    @Test
    void comparesWithTheBestChoiceWhereQualitiesAreTold() {
        LateLabels labels = new LateLabels(10, 100, 0.9, 1, 0);
        labels.decided(new Decided("a", 0, 1, 0.1));
        labels.decided(new Decided("b", 1, 1, 0.1));

        labels.qualities("a", new double[] {0.25, 0.75});
        assertThat(labels.qualities("b", new double[] {0.5, Double.NaN})).isEmpty();
        labels.qualities("b", new double[] {Double.NaN, 0.5});

        assertThat(labels.score().hindsight()).isCloseTo(0.25, within(1e-12));
        assertThat(labels.score().accuracy()).isCloseTo(0.375, within(1e-12));
    }

    @Test
    void countsALabelOnceAndForgetsTheOldest() {
        LateLabels labels = new LateLabels(2, 100, 1, 1, 0);
        for (String id : new String[] {"a", "b", "c"}) {
            labels.decided(new Decided(id, 0, 1, 0));
        }

        assertThat(labels.label("a", 0)).isEmpty();
        assertThat(labels.label("b", 0)).isPresent();
        assertThat(labels.label("b", 0)).isEmpty();

        assertThat(labels.score().joined()).isEqualTo(1);
        assertThat(labels.score().unknown()).isEqualTo(2);
    }

    @Test
    void averagesOnlyAnswersOfLate() {
        LateLabels labels = new LateLabels(10, 3, 1, 1, 0);
        for (int i = 0; i < 10; i++) {
            labels.decided(new Decided("r" + i, 0, i, 0));
            labels.label("r" + i, i < 7 ? 1 : 0);
        }
        assertThat(labels.score().accuracy()).isEqualTo(1);
        assertThat(labels.score().meanCost()).isEqualTo(8);
        assertThat(labels.score().joined()).isEqualTo(10);
    }
}
