package dev.majlis.nn.onnx;

import static dev.majlis.nn.onnx.OnnxGraph.with;

import dev.majlis.nn.encoder.EncoderConfig;
import dev.majlis.nn.encoder.Parameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of a transformer as ONNX nodes. With INT8 every matrix that is multiplied is an 8-bit one. */
final class OnnxLayers {
    private final OnnxGraph graph;
    private final Parameters parameters;
    private final EncoderConfig config;
    private final Precision precision;
    private final Map<String, List<String>> quantized = new HashMap<>();
    private final OnnxShapes shapes;
    private static final long[] SCALAR = {};
    private static final byte HALF_BYTE = (byte) 128;

    OnnxLayers(OnnxGraph graph, OnnxShapes shapes, Parameters parameters, EncoderConfig config, Precision precision) {
        this.graph = graph;
        this.shapes = shapes;
        this.parameters = parameters;
        this.config = config;
        this.precision = precision;
    }

    /**
     * What a layer makes of the wanted tokens, which look at all tokens: {@code wanted} is {@code x}, or the first token of each text
     * where nobody reads what the others become. Tokens are rows of a matrix ({@link OnnxShapes}).
     */
    String layer(String wanted, String x, String mask, String name) {
        float scale = (float) (1 / Math.sqrt((double) config.width() / config.heads()));
        String query = heads(
                graph.node(
                        "Mul",
                        List.of(linear(wanted, name + "attention.self.query"), graph.scalar("query_scale", scale))),
                0,
                2,
                1,
                3);
        String key = heads(linear(x, name + "attention.self.key"), 0, 2, 3, 1);
        String value = heads(linear(x, name + "attention.self.value"), 0, 2, 1, 3);
        String scores = graph.node("Add", List.of(graph.node("MatMul", List.of(query, key)), mask));
        String weights = graph.node("Softmax", List.of(scores), with("axis", -1L));
        String mixed = graph.node(
                "Transpose", List.of(graph.node("MatMul", List.of(weights, value))), with("perm", 0, 2, 1, 3));
        String attended =
                graph.node("Add", List.of(linear(shapes.rows(mixed), name + "attention.output.dense"), wanted));
        String middle = norm(attended, name + "attention.output.LayerNorm");
        String wide = gelu(linear(middle, name + "intermediate.dense"));
        String narrow = graph.node("Add", List.of(linear(wide, name + "output.dense"), middle));
        return norm(narrow, name + "output.LayerNorm");
    }

    private String heads(String x, long... order) {
        return graph.node("Transpose", List.of(shapes.byHead(x)), with("perm", order));
    }

    /** x·Wᵀ + b. */
    String linear(String x, String name) {
        String product = precision == Precision.INT8 ? quantizedProduct(x, name) : product(x, name);
        return graph.node("Add", List.of(product, table(name + ".bias")));
    }

    /** x·Wᵀ + b in 32 bits: heads, which see one token a text, cost nothing and decide the last digits of a score. */
    String preciseLinear(String x, String name) {
        return graph.node("Add", List.of(product(x, name), table(name + ".bias")));
    }

    private String product(String x, String name) {
        long[] shape = shape(name + ".weight");
        String turned = graph.floats(
                name + ".weight",
                new long[] {shape[1], shape[0]},
                Math.toIntExact(shape[0] * shape[1]),
                () -> transpose(parameters.floats(name + ".weight"), (int) shape[0], (int) shape[1]));
        return graph.node("MatMul", List.of(x, turned));
    }

    private String quantizedProduct(String x, String name) {
        long[] shape = shape(name + ".weight");
        Quantized weights = Quantized.rows(parameters.floats(name + ".weight"), (int) shape[0]);
        String values =
                graph.bytes(name + ".weight", OnnxGraph.INT8, new long[] {shape[1], shape[0]}, weights.transposed());
        String scales = graph.floats(name + ".scale", new long[] {shape[0]}, (int) shape[0], weights::scales);
        String zeros = graph.bytes(name + ".zero", OnnxGraph.INT8, new long[] {shape[0]}, new byte[(int) shape[0]]);
        List<String> numbers = quantized.computeIfAbsent(x, this::quantize);
        String product = graph.contribNode(
                "MatMulIntegerToFloat",
                List.of(numbers.get(0), values, graph.scalar("one", 1), scales, halfByte("half_byte", SCALAR), zeros));
        return graph.node("Mul", List.of(product, numbers.get(1)));
    }

    /**
     * 8-bit numbers around 128 and the scale of each token. A scale of its own for every token, not one for the batch, so that a score
     * does not depend on what it is computed with. Shared by all matrices that read the same numbers.
     */
    private List<String> quantize(String x) {
        String greatest = reduced("ReduceMax", x);
        String least = graph.node("Neg", List.of(reduced("ReduceMin", x)));
        String scale = graph.node(
                "Mul",
                List.of(
                        graph.node("Max", List.of(greatest, least, graph.scalar("smallest", 1e-20f))),
                        graph.scalar("step", 1f / Quantized.LARGEST)));
        String zeros = graph.node(
                "Expand", List.of(halfByte("half_bytes", new long[] {1}), graph.node("Shape", List.of(scale))));
        String numbers = graph.node("QuantizeLinear", List.of(x, scale, zeros), with("axis", 0L));
        String column = graph.node("Unsqueeze", List.of(scale, graph.longs("column", new long[] {1}, 1)));
        return List.of(numbers, column);
    }

    private String reduced(String operation, String x) {
        return graph.node(operation, List.of(x), with("axes", new long[] {-1}), with("keepdims", 0L));
    }

    private String halfByte(String name, long... shape) {
        return graph.bytes(name, OnnxGraph.UINT8, shape, new byte[] {HALF_BYTE});
    }

    /** Rows of a table that stays in the file where it lies. */
    String rows(String name, String ids, OnnxTable table) {
        String values = graph.elsewhere(
                name,
                OnnxGraph.UINT8,
                new long[] {table.rows(), table.width()},
                table.file().getFileName().toString(),
                table.offset(),
                table.size());
        String picked = graph.node(
                "Cast", List.of(graph.node("Gather", List.of(values, ids))), with("to", (long) OnnxGraph.FLOAT));
        String centred = graph.node("Sub", List.of(picked, graph.scalar(name + ".zero", table.zero())));
        return graph.node("Mul", List.of(centred, graph.scalar(name + ".scale", table.scale())));
    }

    /** Rows of a table; with INT8 they are 8-bit ones with a scale each. */
    String rows(String name, String ids) {
        if (precision == Precision.FP32) {
            return graph.node("Gather", List.of(table(name), ids));
        }
        long[] shape = shape(name);
        Quantized rows = Quantized.rows(parameters.floats(name), (int) shape[0]);
        String values = graph.bytes(name, OnnxGraph.INT8, shape, rows.values());
        String scales = graph.floats(name + ".scale", new long[] {shape[0], 1}, (int) shape[0], rows::scales);
        String picked = graph.node(
                "Cast", List.of(graph.node("Gather", List.of(values, ids))), with("to", (long) OnnxGraph.FLOAT));
        return graph.node("Mul", List.of(picked, graph.node("Gather", List.of(scales, ids))));
    }

    /** A parameter as it is. */
    String table(String name) {
        return graph.floats(
                name, shape(name), Math.toIntExact(parameters.get(name).size()), () -> parameters.floats(name));
    }

    String norm(String x, String name) {
        return graph.node(
                "LayerNormalization",
                List.of(x, table(name + ".weight"), table(name + ".bias")),
                with("axis", -1L),
                with("epsilon", (float) config.epsilon()));
    }

    private String gelu(String x) {
        String inner = graph.node(
                "Erf", List.of(graph.node("Div", List.of(x, graph.scalar("root_two", (float) Math.sqrt(2))))));
        String factor = graph.node("Add", List.of(inner, graph.scalar("one", 1)));
        return graph.node("Mul", List.of(graph.node("Mul", List.of(x, factor)), graph.scalar("half", 0.5f)));
    }

    private long[] shape(String name) {
        return parameters.get(name).getShape().getShape();
    }

    private static float[] transpose(float[] matrix, int rows, int columns) {
        float[] turned = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = matrix[row * columns + column];
            }
        }
        return turned;
    }
}
