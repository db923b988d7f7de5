package dev.majlis.nn.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Collects nodes, constants, inputs and outputs of a graph and makes the ONNX model message (onnx.proto, IR version 8). */
final class OnnxGraph {
    static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT8 = 3;
    static final int INT32 = 6;
    static final int INT64 = 7;
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;
    private static final int EXTERNAL = 1;
    private static final String CONTRIB = "com.microsoft";

    private final List<ProtoMessage> nodes = new ArrayList<>();
    private final Map<String, ProtoMessage> constants = new LinkedHashMap<>();
    private final List<ProtoMessage> inputs = new ArrayList<>();
    private final List<ProtoMessage> outputs = new ArrayList<>();
    private boolean contrib;

    /** An attribute: a {@code Long}, a {@code Float} or a {@code long[]}. */
    record Attribute(String name, Object value) {}

    static Attribute with(String name, long value) {
        return new Attribute(name, value);
    }

    static Attribute with(String name, float value) {
        return new Attribute(name, value);
    }

    static Attribute with(String name, long... values) {
        return new Attribute(name, values);
    }

    /** A node of one output; returns the output's name. */
    String node(String operation, List<String> from, Attribute... attributes) {
        String to = name(operation);
        addNode(operation, from, to, attributes);
        return to;
    }

    /** A node that only ONNX Runtime knows ({@code com.microsoft}). */
    String contribNode(String operation, List<String> from) {
        contrib = true;
        String to = name(operation);
        nodes.add(message(operation, from, to).text(7, CONTRIB));
        return to;
    }

    private String name(String operation) {
        return operation.toLowerCase(Locale.ROOT) + "_" + nodes.size();
    }

    /** A node that gives an output of the model its name. */
    void output(String name, String from, int type, Object... shape) {
        addNode("Identity", List.of(from), name);
        outputs.add(value(name, type, shape));
    }

    /** An input of the model; a dimension is a number or, where it may differ, a name. */
    void input(String name, int type, Object... shape) {
        inputs.add(value(name, type, shape));
    }

    private void addNode(String operation, List<String> from, String to, Attribute... attributes) {
        ProtoMessage node = message(operation, from, to);
        for (Attribute attribute : attributes) {
            node.message(5, attribute(attribute));
        }
        nodes.add(node);
    }

    private static ProtoMessage message(String operation, List<String> from, String to) {
        ProtoMessage node = new ProtoMessage();
        from.forEach(name -> node.text(1, name));
        return node.text(2, to).text(3, to).text(4, operation);
    }

    private static ProtoMessage attribute(Attribute attribute) {
        ProtoMessage message = new ProtoMessage().text(1, attribute.name());
        if (attribute.value() instanceof Float number) {
            return message.number(2, number.floatValue()).number(20, ATTRIBUTE_FLOAT);
        }
        if (attribute.value() instanceof Long number) {
            return message.number(3, number.longValue()).number(20, ATTRIBUTE_INT);
        }
        for (long number : (long[]) attribute.value()) {
            message.number(8, number);
        }
        return message.number(20, ATTRIBUTE_INTS);
    }

    /** A constant of floats, asked for when written; a name that is there already is used again. */
    String floats(String name, long[] shape, int count, Supplier<float[]> values) {
        return constant(name, FLOAT, shape, 4L * count, () -> {
            float[] numbers = values.get();
            ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(numbers);
            return bytes;
        });
    }

    /** A scalar. */
    String scalar(String name, float value) {
        return floats(name, new long[0], 1, () -> new float[] {value});
    }

    /** A row of 64-bit integers, or a scalar where the shape is empty. */
    String longs(String name, long[] shape, long... values) {
        return constant(name, INT64, shape, 8L * values.length, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            return bytes;
        });
    }

    /** A constant of bytes. */
    String bytes(String name, int type, long[] shape, byte[] values) {
        return constant(name, type, shape, values.length, () -> ByteBuffer.wrap(values));
    }

    /** A constant whose bytes lie in another file, beside the model. */
    String elsewhere(String name, int type, long[] shape, String file, long offset, long length) {
        constants.computeIfAbsent(name, key -> tensor(key, type, shape)
                .message(13, entry("location", file))
                .message(13, entry("offset", Long.toString(offset)))
                .message(13, entry("length", Long.toString(length)))
                .number(14, EXTERNAL));
        return name;
    }

    private static ProtoMessage entry(String key, String value) {
        return new ProtoMessage().text(1, key).text(2, value);
    }

    private static ProtoMessage tensor(String name, int type, long... shape) {
        ProtoMessage tensor = new ProtoMessage();
        for (long dimension : shape) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, type).text(8, name);
    }

    private String constant(String name, int type, long[] shape, long length, Supplier<ByteBuffer> data) {
        constants.computeIfAbsent(name, key -> tensor(key, type, shape).bytes(9, length, data));
        return name;
    }

    private static ProtoMessage value(String name, int type, Object... shape) {
        ProtoMessage dimensions = new ProtoMessage();
        for (Object dimension : shape) {
            dimensions.message(
                    1,
                    dimension instanceof Number number
                            ? new ProtoMessage().number(1, number.longValue())
                            : new ProtoMessage().text(2, dimension.toString()));
        }
        ProtoMessage tensor = new ProtoMessage().number(1, type).message(2, dimensions);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }

    /** The whole file. */
    ProtoMessage model(String name) {
        ProtoMessage graph = new ProtoMessage();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, name);
        constants.values().forEach(tensor -> graph.message(5, tensor));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        ProtoMessage model = new ProtoMessage()
                .number(1, IR_VERSION)
                .text(2, "majlis")
                .message(7, graph)
                .message(8, new ProtoMessage().text(1, "").number(2, OPSET));
        return contrib ? model.message(8, new ProtoMessage().text(1, CONTRIB).number(2, 1)) : model;
    }
}
