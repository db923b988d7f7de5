package dev.majlis.models.encode;

import ai.onnxruntime.OrtException;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.nn.text.TokenSequence;
import java.util.ArrayList;
import java.util.List;

/** Mean over the tokens of the last hidden state, then unit length, on ONNX Runtime. */
final class OnnxEmbedding implements ForwardPass {
    private final OnnxGraph graph;

    OnnxEmbedding(OnnxGraph graph) {
        this.graph = graph;
    }

    @Override
    public String engine() {
        return "onnxruntime";
    }

    @Override
    public List<float[]> run(List<TokenSequence> batch) throws OrtException {
        OnnxGraph.Output hidden = graph.run(batch);
        if (hidden.shape().length != 3) {
            throw new ModelException(Code.ENGINE, "the graph's first output is no hidden state [batch, tokens, width]");
        }
        int width = (int) hidden.shape()[2];
        var rows = new ArrayList<float[]>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            int offset = row * hidden.width() * width;
            rows.add(MeanPooling.pool(hidden.values(), offset, batch.get(row).length(), width));
        }
        return rows;
    }

    @Override
    public void close() {
        graph.close();
    }
}
