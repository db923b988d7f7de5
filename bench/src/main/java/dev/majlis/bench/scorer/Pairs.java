package dev.majlis.bench.scorer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Made-up pairs whose lengths are drawn evenly from 5 to 256 tokens, special tokens included, in random order. All differ.
 *
 * @param list the pairs
 * @param tokens of all of them together
 */
record Pairs(List<Pair> list, long tokens) {
    /** Pairs of one request in the loops. */
    static final int GROUP = 8;
    /** Longest pair. */
    static final int MOST_TOKENS = 256;

    private static final int FEWEST_TOKENS = 5;
    private static final int SPECIAL_TOKENS = 3;
    private static final List<String> WORDS = List.of(
            ("river stone bread seven walks under bright council water answer because north window garden paper music doctor"
                            + " winter market letter silver mother bridge island summer people question morning number story"
                            + " horse table forest train village mountain")
                    .split(" "));

    /** As many as wanted, the same for the same seed. */
    static Pairs of(int count, long seed, Path tokenizer) {
        var random = new SplittableRandom(seed);
        List<Pair> list = new ArrayList<>();
        long tokens = 0;
        try (TokenizerFile file = TokenizerFile.open(tokenizer)) {
            var layout = new SequenceLayout(file, 2 * MOST_TOKENS);
            while (list.size() < count) {
                int words = FEWEST_TOKENS - SPECIAL_TOKENS + random.nextInt(MOST_TOKENS - FEWEST_TOKENS + 1);
                int first = 1 + random.nextInt(Math.max(1, words - 1));
                Pair pair = new Pair(text(first, random), text(words - first, random));
                int length = layout.pair(pair.instruction(), pair.response(), Overflow.ERROR, list.size())
                        .length();
                if (length != words + SPECIAL_TOKENS) {
                    throw new IllegalStateException("a word of the list is not one token of this tokenizer");
                }
                if (!list.contains(pair)) {
                    list.add(pair);
                    tokens += length;
                }
            }
        }
        return new Pairs(list, tokens);
    }

    private static String text(int words, SplittableRandom random) {
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    /** A JSON object a line, for the peers. */
    Path write(Path file) throws IOException {
        var json = new ObjectMapper();
        var lines = new ArrayList<String>();
        for (Pair pair : list) {
            lines.add(json.writeValueAsString(Map.of("instruction", pair.instruction(), "response", pair.response())));
        }
        return Files.write(file, lines);
    }
}
