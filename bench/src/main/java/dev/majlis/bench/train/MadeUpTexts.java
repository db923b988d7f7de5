package dev.majlis.bench.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.train.Labelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Pairs of random tokens, whose lengths are drawn evenly, with scores in [0, 1).
 *
 * @param examples in the order in which both sides see them
 */
record MadeUpTexts(List<Labelled<Float>> examples) {
    static final int FEWEST_TOKENS = 20;
    static final int MOST_TOKENS = 200;
    /** The tokens of BERT's vocabulary below this are special or unused. */
    private static final int FIRST_WORD = 1000;

    private static final int LAST_WORD = 30_000;
    private static final int CLS = 101;
    private static final int SEP = 102;

    static MadeUpTexts of(int count, long seed) {
        var random = new SplittableRandom(seed);
        return new MadeUpTexts(IntStream.range(0, count)
                .mapToObj(i -> new Labelled<>(pair(random), (float) random.nextDouble()))
                .toList());
    }

    private static TokenSequence pair(SplittableRandom random) {
        int[] ids = random.ints(random.nextInt(FEWEST_TOKENS, MOST_TOKENS + 1), FIRST_WORD, LAST_WORD)
                .toArray();
        int[] types = new int[ids.length];
        int middle = ids.length / 3;
        ids[0] = CLS;
        ids[middle] = SEP;
        ids[ids.length - 1] = SEP;
        Arrays.fill(types, middle + 1, types.length, 1);
        return new TokenSequence(ids, types, 0);
    }

    /** Tokens of some of them, padding not counted. */
    long tokens(int from, int to) {
        return examples.subList(from, to).stream()
                .mapToLong(example -> example.tokens().length())
                .sum();
    }

    /** A JSON line an update. */
    Path write(Path file, int batch) throws IOException {
        var json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < examples.size(); from += batch) {
            lines.add(json.writeValueAsString(examples.subList(from, from + batch).stream()
                    .map(one -> Map.of(
                            "ids", one.tokens().ids(), "types", one.tokens().types(), "label", one.label()))
                    .toList()));
        }
        return Files.write(file, lines);
    }
}
