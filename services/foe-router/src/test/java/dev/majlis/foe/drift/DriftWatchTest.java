package dev.majlis.foe.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.twin.RandomTables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private static final int MANY = 1_000_000;

    @Test
    void ranksOfInputsLikeTheRowsAreEvenForEverySetOfExperts() {
        OutputTable rows = RandomTables.labelledTwin(new Random(1), 2_000, 4, 3, 0.7);
        OutputTable inputs = RandomTables.labelledTwin(new Random(2), 400, 4, 3, 0.7);
        DistanceBands bands = new DistanceBands(new KnnFuser(rows, 9), 30, 500, 1);

        for (ExpertSet asked : new ExpertSet[] {ExpertSet.of(1), ExpertSet.of(0, 3), rows.all()}) {
            double mean = IntStream.range(0, 400)
                    .mapToDouble(row -> bands.rank(inputs.outputs(row, asked)))
                    .average()
                    .orElseThrow();
            assertThat(mean).isBetween(0.44, 0.56);
        }
    }

    @Test
    void anInputUnlikeAllRowsRanksLast() {
        OutputTable rows = RandomTables.labelledTwin(new Random(1), 2_000, 4, 3, 0.7);
        DistanceBands bands = new DistanceBands(new KnnFuser(rows, 9), 30, 500, 1);
        ExpertOutputs strange = new ExpertOutputs(4)
                .putProbabilities(0, new float[] {0.5f, 0.25f, 0.25f})
                .putProbabilities(1, new float[] {0.25f, 0.5f, 0.25f});
        assertThat(bands.rank(strange)).isGreaterThan(DriftWatch.OUTLIER);
    }

    @Test
    void raisesTheAlarmAfterAShiftAndLowersItWhenInputsAreAsBefore() {
        DriftWatch watch = new DriftWatch(DriftSettings.DEFAULT, MANY, NOON);
        Random random = new Random(3);

        int alarms = 0;
        for (int i = 0; i < 3_000; i++) {
            alarms += watch.observe(random.nextDouble()).alarm() ? 1 : 0;
        }
        assertThat(alarms).isLessThan(150);
        while (watch.state().alarm()) {
            watch.observe(random.nextDouble());
        }

        int until = 0;
        while (!watch.observe(0.5 + random.nextDouble() / 2).alarm()) {
            until++;
        }
        assertThat(until).isLessThan(150);
        assertThat(watch.state().since()).contains(NOON.instant());
        assertThat(watch.state().recent()).isGreaterThan(watch.state().high());

        until = 0;
        while (watch.observe(random.nextDouble()).alarm()) {
            until++;
        }
        assertThat(until).isLessThan(400);
    }

    @Test
    void seldomRaisesTheAlarmWhenThereAreFewRowsToCompareWith() {
        Random random = new Random(5);
        int rows = 120;

        int alarms = 0;
        for (int trial = 0; trial < 500; trial++) {
            double[] reference = random.doubles(rows).sorted().toArray();
            DriftWatch watch = new DriftWatch(DriftSettings.DEFAULT, rows, NOON);
            for (int i = 0; i < 200; i++) {
                int below = -1 - Arrays.binarySearch(reference, random.nextDouble());
                watch.observe((double) below / rows);
            }
            alarms += watch.state().alarm() ? 1 : 0;
        }

        // a tenth of them by the deviation of the inputs alone
        assertThat(alarms).isLessThan(15);
    }

    @Test
    void doesNotFlickerBetweenTheBands() {
        DriftWatch watch = new DriftWatch(new DriftSettings(100, 10, 5), MANY, NOON);
        for (int i = 0; i < 200; i++) {
            watch.observe(0.5);
        }
        double standardError = 1 / Math.sqrt(1200);

        for (int i = 0; i < 105; i++) {
            watch.observe(0.5 + 2.7 * standardError);
        }
        assertThat(watch.state().alarm()).isTrue();
        for (int i = 0; i < 100; i++) {
            watch.observe(0.5 + 2.2 * standardError);
        }
        assertThat(watch.state().alarm()).isTrue();
        for (int i = 0; i < 100; i++) {
            watch.observe(0.5 + 1.5 * standardError);
        }
        assertThat(watch.state().alarm()).isFalse();
        for (int i = 0; i < 100; i++) {
            watch.observe(0.5 + 2.2 * standardError);
        }
        assertThat(watch.state().alarm()).isFalse();
    }
}
