package dev.majlis.models.encode;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** Mean over the tokens of the last hidden state, then unit length, on the PyTorch engine. */
final class TorchEmbedding implements ForwardPass {
    private final TorchTransformer transformer;

    TorchEmbedding(TorchTransformer transformer) {
        this.transformer = transformer;
    }

    @Override
    public String engine() {
        return "pytorch";
    }

    @Override
    public List<float[]> run(List<TokenSequence> batch) {
        try (NDManager scratch = transformer.scratch()) {
            var hidden = transformer.hidden(batch, scratch);
            int width = (int) hidden.getShape().get(1);
            int d = (int) hidden.getShape().get(2);
            float[] values = hidden.toFloatArray();
            var rows = new ArrayList<float[]>(batch.size());
            for (int row = 0; row < batch.size(); row++) {
                rows.add(
                        MeanPooling.pool(values, row * width * d, batch.get(row).length(), d));
            }
            return rows;
        }
    }

    @Override
    public void close() {
        transformer.close();
    }
}
