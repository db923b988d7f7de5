package dev.majlis.models.encode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sequence-classification head on the PyTorch engine; raw logits, never an activation after the last layer. RoBERTa:
 * {@code out_proj(tanh(dense(h)))}; BERT: {@code classifier(tanh(pooler(h)))}; h is the hidden state of the first token.
 */
final class TorchClassifier implements ForwardPass {
    private final TorchTransformer transformer;
    private final String inner;
    private final String outer;

    TorchClassifier(TorchTransformer transformer) {
        this.transformer = transformer;
        boolean roberta = transformer.has("classifier.dense");
        this.inner = roberta ? "classifier.dense" : transformer.named("pooler.dense");
        this.outer = roberta ? "classifier.out_proj" : "classifier";
        if (!transformer.has(inner) || !transformer.has(outer)) {
            transformer.close();
            throw new ModelException(Code.UNSUPPORTED, "the weights have no sequence-classification head");
        }
    }

    @Override
    public String engine() {
        return "pytorch";
    }

    @Override
    public List<float[]> run(List<TokenSequence> batch) {
        try (NDManager scratch = transformer.scratch()) {
            NDArray first = transformer.hidden(batch, scratch).get(new NDIndex(":, 0"));
            NDArray logits = transformer.linear(transformer.linear(first, inner).tanh(), outer);
            float[] values = logits.toFloatArray();
            int width = values.length / batch.size();
            var rows = new ArrayList<float[]>(batch.size());
            for (int row = 0; row < batch.size(); row++) {
                rows.add(Arrays.copyOfRange(values, row * width, (row + 1) * width));
            }
            return rows;
        }
    }

    @Override
    public void close() {
        transformer.close();
    }
}
