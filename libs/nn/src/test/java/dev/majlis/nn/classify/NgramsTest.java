package dev.majlis.nn.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.nn.mlp.MlpInput;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NgramsTest {
    private final Ngrams ngrams = new Ngrams(Ngrams.USUAL_BUCKETS);

    @Test
    void cutsWordsInAnyScript() {
        assertThat(Words.of("Don't  panic!  42 ﬁlms, ＡＢＣ")).containsExactly("don", "t", "panic", "42", "films", "abc");
        assertThat(Words.of("كِتَابٌ جـمـيل؟ ٤٢")).containsExactly("كتاب", "جميل", "٤٢");
        assertThat(Words.of("हिन्दी में")).containsExactly("हिन्दी", "में");
        assertThat(Words.of(" \u0301 …")).isEmpty();
        assertThat(Words.of("a ".repeat(30_000))).hasSize(Words.MOST);
    }

    @Test
    void weighsWordsAndPairsByTheLogarithmOfTheirCount() {
        // a, b, "a b" twice each but for "b a" once
        MlpInput.Sparse row = ngrams.row("A b a B");

        double twice = 1 + Math.log(2);
        double length = Math.sqrt(3 * twice * twice + 1);
        float[] sorted = row.values().clone();
        Arrays.sort(sorted);
        assertThat(sorted)
                .containsExactly(
                        new float[] {
                            (float) (1 / length),
                            (float) (twice / length),
                            (float) (twice / length),
                            (float) (twice / length)
                        },
                        within(1e-6f));
        assertThat(ngrams.row("").indices()).isEmpty();
    }

    /** The numbers are a format: files that were trained with them are read by later versions. Worked out apart from this code. */
    @Test
    void putsTheSameTextIntoTheSameBucketsForEver() {
        assertThat(ngrams.row("not good").indices()).containsExactly(GOLDEN);
    }

    private static final int[] GOLDEN = {3804, 6375, 9460};

    @Test
    void spreadsWordsEvenly() {
        String words = IntStream.range(0, 10_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));

        // 19,999 n-grams into 16,384 buckets leave e^-1.22 of them empty
        assertThat(ngrams.row(words).indices().length / (double) Ngrams.USUAL_BUCKETS)
                .isCloseTo(1 - Math.exp(-19_999.0 / Ngrams.USUAL_BUCKETS), within(0.01));
    }

    @Test
    void refusesTooFewAndTooManyBuckets() {
        assertThatThrownBy(() -> new Ngrams(8)).hasMessageContaining("buckets must be");
        assertThatThrownBy(() -> new Ngrams(1 << 21)).hasMessageContaining("buckets must be");
    }
}
