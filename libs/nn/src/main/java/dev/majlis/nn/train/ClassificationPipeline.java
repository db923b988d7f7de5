package dev.majlis.nn.train;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.majlis.nn.encoder.EncoderBatch;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.encoder.Pass;
import dev.majlis.nn.text.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One class a text, or one class a token, by cross-entropy. A label is an array of classes: of one element for a text, of one
 * a token (special tokens included) otherwise, {@link #IGNORED} where nothing is to be learnt. Predictions are raw logits,
 * {@code float[labels]} for a text and {@code float[tokens · labels]} for tokens.
 */
public final class ClassificationPipeline implements Pipeline<Labelled<int[]>, LabelledBatch, float[]> {
    /** The class of a token that does not count. */
    public static final int IGNORED = -100;

    private final EncoderModel model;
    private final boolean tokens;

    /** @param model with a sequence or token head of two outputs or more */
    public ClassificationPipeline(EncoderModel model) {
        this.model = requireNonNull(model, "model is null");
        this.tokens = model.head() == HeadKind.TOKENS;
        Heads.require(model, tokens ? HeadKind.TOKENS : HeadKind.SEQUENCE, 2, Integer.MAX_VALUE);
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public LabelledBatch collate(List<Labelled<int[]>> examples, NDManager scope) {
        List<TokenSequence> sequences = examples.stream().map(Labelled::tokens).toList();
        EncoderBatch inputs = EncoderBatch.of(sequences, model.config(), scope);
        int rows = tokens ? (int) inputs.width() : 1;
        int labels = model.config().labels();
        // the share of each class in the batch's mean: one row of weights a text or token, all zero where it is ignored
        float[] shares = new float[examples.size() * rows * labels];
        double total = examples.stream().mapToDouble(this::weight).sum();
        for (int i = 0; i < examples.size(); i++) {
            int[] classes = examples.get(i).label();
            for (int k = 0; k < classes.length; k++) {
                if (classes[k] != IGNORED) {
                    shares[(i * rows + k) * labels + classes[k]] = (float) (1 / total);
                }
            }
        }
        return new LabelledBatch(
                inputs, scope.create(shares, new Shape((long) examples.size() * rows, labels)), sequences);
    }

    @Override
    public NDArray loss(LabelledBatch batch, Pass pass, NDManager scope) {
        NDArray logits =
                model.output(batch.inputs(), pass, scope).reshape(batch.labels().getShape());
        return logits.logSoftmax(-1).mul(batch.labels()).sum().neg();
    }

    @Override
    public List<float[]> predict(LabelledBatch batch, NDManager scope) {
        float[] values = model.output(batch.inputs(), Pass.ANSWER, scope).toFloatArray();
        int labels = model.config().labels();
        int each = values.length / batch.sequences().size();
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < batch.sequences().size(); i++) {
            int length = tokens ? batch.sequences().get(i).length() * labels : labels;
            rows.add(Arrays.copyOfRange(values, i * each, i * each + length));
        }
        return rows;
    }

    @Override
    public int length(Labelled<int[]> example) {
        return example.tokens().length();
    }

    @Override
    public double weight(Labelled<int[]> example) {
        return Arrays.stream(example.label()).filter(label -> label != IGNORED).count();
    }
}
