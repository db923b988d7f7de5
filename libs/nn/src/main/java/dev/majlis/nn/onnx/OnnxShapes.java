package dev.majlis.nn.onnx;

import dev.majlis.nn.encoder.EncoderConfig;
import java.util.List;

/**
 * Between the layers all tokens of a batch are the rows of one matrix, {@code float[batch · tokens][d]}: a scale for each row then
 * is a scale for each token. Only attention and heads see which text a token belongs to.
 */
final class OnnxShapes {
    private final OnnxGraph graph;
    private final String rows;
    private final String byToken;
    private final String byHead;

    OnnxShapes(OnnxGraph graph, EncoderConfig config) {
        int width = config.width();
        int heads = config.heads();
        this.graph = graph;
        this.rows = graph.longs("rows", new long[] {2}, -1, width);
        String batch = graph.node(
                "Slice",
                List.of(
                        graph.node("Shape", List.of("input_ids")),
                        graph.longs("slice_from", new long[] {1}, 0),
                        graph.longs("second", new long[] {1}, 1)));
        this.byToken = known(batch, graph.longs("by_token", new long[] {2}, -1, width));
        this.byHead = known(batch, graph.longs("by_head", new long[] {3}, -1, heads, width / heads));
    }

    private String known(String batch, String rest) {
        return graph.node("Concat", List.of(batch, rest), OnnxGraph.with("axis", 0L));
    }

    /** {@code [batch · tokens][d]}. */
    String rows(String x) {
        return graph.node("Reshape", List.of(x, rows));
    }

    /** {@code [batch][tokens][d]}. */
    String byToken(String x) {
        return graph.node("Reshape", List.of(x, byToken));
    }

    /** {@code [batch][tokens][heads][d / heads]}. */
    String byHead(String x) {
        return graph.node("Reshape", List.of(x, byHead));
    }
}
