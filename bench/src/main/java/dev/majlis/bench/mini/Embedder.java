package dev.majlis.bench.mini;

import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.text.TokenizerFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Unit vectors of texts by the base encoder: mean of its token vectors, at most 256 tokens of a text. */
final class Embedder implements AutoCloseable {
    private static final int MOST_TOKENS = 256;
    private static final int PASS = 8192;

    private final TokenizerFile tokenizer;
    private final EncoderModel encoder;
    private final SequenceLayout layout;

    Embedder(Path folder, int threads) {
        tokenizer = TokenizerFile.open(folder.resolve("tokenizer.json"));
        encoder = EncoderModel.open(folder, HeadKind.MEAN, threads);
        layout = new SequenceLayout(tokenizer, MOST_TOKENS);
    }

    /** A vector for each distinct text; texts of like lengths are read together. */
    Map<String, float[]> of(Collection<String> texts) {
        record Text(String text, TokenSequence tokens) {}
        List<Text> sorted = texts.stream()
                .distinct()
                .map(text -> new Text(text, layout.single(text, Overflow.TRUNCATE_LONGEST, 0)))
                .sorted(Comparator.comparingInt(text -> text.tokens().length()))
                .toList();
        var vectors = new HashMap<String, float[]>();
        List<Text> batch = new ArrayList<>();
        for (Text text : sorted) {
            if ((batch.size() + 1) * text.tokens().length() > PASS) {
                List<Text> full = batch;
                read(
                        full.stream().map(Text::text).toList(),
                        full.stream().map(Text::tokens).toList(),
                        vectors);
                batch = new ArrayList<>();
            }
            batch.add(text);
        }
        read(
                batch.stream().map(Text::text).toList(),
                batch.stream().map(Text::tokens).toList(),
                vectors);
        return vectors;
    }

    static float cosine(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private void read(List<String> texts, List<TokenSequence> tokens, Map<String, float[]> vectors) {
        if (texts.isEmpty()) {
            return;
        }
        List<float[]> read = encoder.run(tokens);
        for (int i = 0; i < texts.size(); i++) {
            vectors.put(texts.get(i), read.get(i));
        }
    }

    @Override
    public void close() {
        encoder.close();
        tokenizer.close();
    }
}
