package dev.majlis.cappy.train;

import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenizerFile;
import dev.majlis.nn.train.Labelled;
import dev.majlis.nn.train.Predictor;
import dev.majlis.nn.train.RegressionPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** A scorer opened from its folder, to judge a training with. Not thread-safe; a service uses {@code libs/models} instead. */
public final class TrainedScorer implements AutoCloseable {
    private static final int MOST_AT_ONCE = 64;
    private static final int PASS = 8192;

    private final TokenizerFile tokenizer;
    private final EncoderModel model;
    private final SequenceLayout layout;

    /**
     * @param folder as {@link ScorerTraining} writes it
     * @param maxTokens of one pair; longer instructions lose their first tokens
     * @param threads that one operation may use; the first model of a process decides for all
     */
    public static TrainedScorer open(Path folder, int maxTokens, int threads) {
        TokenizerFile tokenizer = TokenizerFile.open(folder.resolve("tokenizer.json"));
        try {
            EncoderModel model = EncoderModel.open(folder, HeadKind.SEQUENCE, threads);
            return new TrainedScorer(tokenizer, model, maxTokens);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private TrainedScorer(TokenizerFile tokenizer, EncoderModel model, int maxTokens) {
        this.tokenizer = tokenizer;
        this.model = model;
        this.layout =
                new SequenceLayout(tokenizer, Math.min(maxTokens, model.config().maxTokens()));
    }

    /** What is to be scored. */
    public record Pair(String instruction, String response) {}

    /** Raw scores in the order of the pairs; equal pairs are read once. */
    public float[] score(List<Pair> pairs) {
        List<Pair> distinct = pairs.stream().distinct().toList();
        List<Labelled<Float>> sequences = new ArrayList<>(distinct.size());
        for (Pair pair : distinct) {
            sequences.add(new Labelled<>(
                    layout.pair(pair.instruction(), pair.response(), Overflow.TRUNCATE_INSTRUCTION_HEAD, 0), 0f));
        }
        List<Float> values = new Predictor<>(new RegressionPipeline(model), MOST_AT_ONCE, PASS).predict(sequences);
        var known = new HashMap<Pair, Float>();
        for (int i = 0; i < distinct.size(); i++) {
            known.put(distinct.get(i), values.get(i));
        }
        float[] scores = new float[pairs.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = known.get(pairs.get(i));
        }
        return scores;
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
