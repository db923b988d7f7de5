package dev.majlis.models.encode;

import ai.onnxruntime.OrtException;
import dev.majlis.nn.text.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A sequence-classification graph on ONNX Runtime; its first output as it is, never an activation after it. */
final class OnnxClassifier implements ForwardPass {
    private final OnnxGraph graph;

    OnnxClassifier(OnnxGraph graph) {
        this.graph = graph;
    }

    @Override
    public String engine() {
        return "onnxruntime";
    }

    @Override
    public List<float[]> run(List<TokenSequence> batch) throws OrtException {
        float[] values = graph.run(batch).values();
        int width = values.length / batch.size();
        var rows = new ArrayList<float[]>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            rows.add(Arrays.copyOfRange(values, row * width, (row + 1) * width));
        }
        return rows;
    }

    @Override
    public void close() {
        graph.close();
    }
}
