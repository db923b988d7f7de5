package dev.majlis.nn.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TemperatureTest {

    /** Of two classes the first is right in three cases of four: logits must stand ln 3 apart. */
    @Test
    void makesSharesAsHighAsTheyAreRight() {
        List<float[]> logits =
                IntStream.range(0, 100).mapToObj(i -> new float[] {6, 0}).toList();
        int[] classes = IntStream.range(0, 100).map(i -> i % 4 == 0 ? 1 : 0).toArray();

        double temperature = Temperature.fit(logits, classes);

        assertThat(6 / temperature).isCloseTo(Math.log(3), within(1e-3));
        assertThat(Temperature.fit(logits.subList(0, 10), new int[10])).isEqualTo(1);
    }
}
