package dev.majlis.nn.onnx;

import static dev.majlis.nn.onnx.OnnxGraph.with;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.encoder.EncoderConfig;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.file.AtomicFile;
import dev.majlis.nn.file.WrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes an encoder with its head as an ONNX file (opset 17; INT8 also an operator of ONNX Runtime's own), for ONNX Runtime and
 * everything that carries it. Inputs {@code
 * input_ids} and {@code attention_mask}, and {@code token_type_ids} where the model has segments: {@code int64[batch][tokens]}.
 * Outputs: {@code logits float[batch][labels]} or {@code float[batch][tokens][labels]}; without a trained head {@code
 * last_hidden_state} and {@code sentence_embedding}.
 */
public final class OnnxExport {
    private static final long[] SCALAR = {};
    private static final String WORDS = "embeddings.word_embeddings.weight";

    private final OnnxGraph graph = new OnnxGraph();
    private final EncoderConfig config;
    private final HeadKind head;
    private final Parameters parameters;
    private final OnnxShapes shapes;
    private final OnnxLayers layers;
    private final Optional<OnnxTable> words;

    private OnnxExport(EncoderModel model, Precision precision, Optional<OnnxTable> words) {
        this.config = model.config();
        this.head = model.head();
        this.parameters = model.parameters();
        this.words = words;
        this.shapes = new OnnxShapes(graph, config);
        this.layers = new OnnxLayers(graph, shapes, parameters, config, precision);
        words.ifPresent(this::requireSame);
    }

    /** Writes the file; it appears under its name only when it is complete. */
    public static WrittenFile write(EncoderModel model, Path path, Precision precision) {
        return write(new OnnxExport(model, precision, Optional.empty()), path);
    }

    /**
     * Writes the file without its table of words: that is read from a file beside it, by its name, when the model is opened.
     *
     * @param words table that the model was trained on, unchanged since
     */
    public static WrittenFile write(EncoderModel model, Path path, Precision precision, OnnxTable words) {
        return write(new OnnxExport(model, precision, Optional.of(words)), path);
    }

    private static WrittenFile write(OnnxExport export, Path path) {
        ProtoMessage message = export.build();
        if (message.size() > Integer.MAX_VALUE) {
            throw new NnException(
                    Kind.UNSUPPORTED, "an ONNX file of " + message.size() + " bytes: more than 2 GiB cannot be read");
        }
        try (AtomicFile file = AtomicFile.open(path)) {
            message.writeTo(file::write);
            return file.commit();
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, path + " cannot be written: " + e.getMessage(), e);
        }
    }

    private ProtoMessage build() {
        graph.input("input_ids", OnnxGraph.INT64, "batch", "tokens");
        graph.input("attention_mask", OnnxGraph.INT64, "batch", "tokens");
        String hidden = shapes.rows(embeddings());
        String seen = graph.node(
                "Cast",
                List.of(graph.node(
                        "Unsqueeze", List.of("attention_mask", graph.longs("mask_axes", new long[] {2}, 1, 2)))),
                with("to", (long) OnnxGraph.FLOAT));
        String hiddenPlaces = graph.node("Sub", List.of(seen, graph.scalar("one", 1)));
        String mask = graph.node("Mul", List.of(hiddenPlaces, graph.scalar("masked", 1e9f)));
        for (int i = 0; i < config.layers(); i++) {
            boolean onlyFirst = head == HeadKind.SEQUENCE && i == config.layers() - 1;
            hidden = layers.layer(
                    onlyFirst ? first(shapes.byToken(hidden)) : hidden, hidden, mask, "encoder.layer." + i + ".");
        }
        outputs(hidden);
        return graph.model(config.modelType());
    }

    /** A model whose words have been trained would be another one with the table of before. */
    private void requireSame(OnnxTable table) {
        if (!Arrays.equals(parameters.floats(WORDS), table.floats())) {
            throw new NnException(Kind.INVALID, "the model's words are not those of " + table.file());
        }
    }

    private String embeddings() {
        String picked = words.map(table -> layers.rows(WORDS, "input_ids", table))
                .orElseGet(() -> layers.rows(WORDS, "input_ids"));
        String x = graph.node("Add", List.of(picked, positions()));
        String types = "embeddings.token_type_embeddings.weight";
        if (config.types() > 1) {
            graph.input("token_type_ids", OnnxGraph.INT64, "batch", "tokens");
            x = graph.node("Add", List.of(x, graph.node("Gather", List.of(layers.table(types), "token_type_ids"))));
        } else {
            x = graph.node("Add", List.of(x, layers.table(types)));
        }
        return layers.norm(x, "embeddings.LayerNorm");
    }

    /** RoBERTa counts the tokens that are not padding; BERT takes the first rows of the table. */
    private String positions() {
        String table = layers.table("embeddings.position_embeddings.weight");
        if (config.roberta()) {
            String counted = graph.node("CumSum", List.of("attention_mask", graph.longs("position_axis", SCALAR, 1)));
            String real = graph.node("Mul", List.of(counted, "attention_mask"));
            String places = graph.node("Add", List.of(real, graph.longs("padding_position", SCALAR, config.padId())));
            return graph.node("Gather", List.of(table, places));
        }
        String shape = graph.node("Shape", List.of("input_ids"));
        String first = graph.longs("slice_from", new long[] {1}, 0);
        String width = graph.node(
                "Slice",
                List.of(shape, graph.longs("second", new long[] {1}, 1), graph.longs("third", new long[] {1}, 2)));
        return graph.node("Slice", List.of(table, first, width));
    }

    private void outputs(String hidden) {
        switch (head) {
            case SEQUENCE -> {
                boolean roberta = config.roberta();
                String inner = layers.preciseLinear(hidden, roberta ? "classifier.dense" : "pooler.dense");
                String logits = layers.preciseLinear(
                        graph.node("Tanh", List.of(inner)), roberta ? "classifier.out_proj" : "classifier");
                graph.output("logits", logits, OnnxGraph.FLOAT, "batch", config.labels());
            }
            case TOKENS ->
                graph.output(
                        "logits",
                        layers.preciseLinear(shapes.byToken(hidden), "classifier"),
                        OnnxGraph.FLOAT,
                        "batch",
                        "tokens",
                        config.labels());
            case MEAN -> unit(mean(everyToken(hidden)));
            case FIRST -> unit(first(everyToken(hidden)));
        }
    }

    private String everyToken(String hidden) {
        String all = shapes.byToken(hidden);
        graph.output("last_hidden_state", all, OnnxGraph.FLOAT, "batch", "tokens", config.width());
        return all;
    }

    /** The first token of each text, {@code float[batch][d]}. */
    private String first(String hidden) {
        return graph.node("Gather", List.of(hidden, graph.longs("first", SCALAR, 0)), with("axis", 1L));
    }

    private String mean(String hidden) {
        String real = graph.node(
                "Cast",
                List.of(graph.node(
                        "Unsqueeze", List.of("attention_mask", graph.longs("last_axis", new long[] {1}, 2)))),
                with("to", (long) OnnxGraph.FLOAT));
        String axis = graph.longs("token_axis", new long[] {1}, 1);
        String sum =
                graph.node("ReduceSum", List.of(graph.node("Mul", List.of(hidden, real)), axis), with("keepdims", 0L));
        String count = graph.node("ReduceSum", List.of(real, axis), with("keepdims", 0L));
        return graph.node("Div", List.of(sum, count));
    }

    private void unit(String pooled) {
        String unit = graph.node("LpNormalization", List.of(pooled), with("axis", -1L), with("p", 2L));
        graph.output("sentence_embedding", unit, OnnxGraph.FLOAT, "batch", config.width());
    }
}
