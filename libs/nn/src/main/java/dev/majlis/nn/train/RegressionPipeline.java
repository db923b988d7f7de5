package dev.majlis.nn.train;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.majlis.nn.encoder.EncoderBatch;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.encoder.Pass;
import dev.majlis.nn.text.TokenSequence;
import java.util.ArrayList;
import java.util.List;

/** One score a text; the loss is the mean of (s − y)², the score is raw: neither squeezed nor clamped (cappy §2.1, §3.1). */
public final class RegressionPipeline implements Pipeline<Labelled<Float>, LabelledBatch, Float> {
    private final EncoderModel model;

    /** @param model with a sequence head of one output */
    public RegressionPipeline(EncoderModel model) {
        this.model = requireNonNull(model, "model is null");
        Heads.requireLabels(model, 1, 1);
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public LabelledBatch collate(List<Labelled<Float>> examples, NDManager scope) {
        List<TokenSequence> sequences = examples.stream().map(Labelled::tokens).toList();
        float[] labels = new float[examples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = examples.get(i).label();
        }
        return new LabelledBatch(
                EncoderBatch.of(sequences, model.config(), scope),
                scope.create(labels, new Shape(labels.length)),
                sequences);
    }

    @Override
    public NDArray loss(LabelledBatch batch, Pass pass, NDManager scope) {
        return model.output(batch.inputs(), pass, scope)
                .flatten()
                .sub(batch.labels())
                .square()
                .mean();
    }

    @Override
    public List<Float> predict(LabelledBatch batch, NDManager scope) {
        List<Float> scores = new ArrayList<>();
        for (float score : model.output(batch.inputs(), Pass.ANSWER, scope).toFloatArray()) {
            scores.add(score);
        }
        return scores;
    }

    @Override
    public int length(Labelled<Float> example) {
        return example.tokens().length();
    }
}
