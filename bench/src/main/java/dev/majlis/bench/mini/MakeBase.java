package dev.majlis.bench.mini;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.onnx.OnnxTable;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.safetensors.SafetensorsWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The base to train from: an encoder whose table of words is the 8-bit one of a published ONNX file. It stays frozen, so that the
 * trained model can read its words from that file.
 */
@Command(name = "base", description = "Puts the 8-bit words of an ONNX file into a copy of an encoder.")
@SuppressWarnings("SystemOut")
final class MakeBase implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String WORDS = "embeddings.word_embeddings.weight";

    @Option(
            names = "--encoder",
            required = true,
            description = "folder with config.json, model.safetensors, tokenizer.json")
    private Path encoder;

    @Option(names = "--words", required = true, description = "ONNX file with a dynamically quantised table of words")
    private Path words;

    @Option(names = "--out", required = true)
    private Path out;

    @Option(names = "--dropout", defaultValue = "0", description = "in training; pairs that are seen once need none")
    private double dropout;

    @Override
    public Integer call() throws Exception {
        OnnxTable table = OnnxTable.find(words, WORDS);
        Files.createDirectories(out);
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        double error = 0;
        try (SafetensorsFile file = SafetensorsFile.open(encoder.resolve("model.safetensors"))) {
            for (String name : file.names()) {
                if (file.info(name).type() == DataType.F32) {
                    float[] values = file.floats(name);
                    if (name.endsWith(WORDS)) {
                        float[] coarse = table.floats();
                        for (int i = 0; i < values.length; i++) {
                            error += Math.abs(values[i] - coarse[i]);
                        }
                        error /= values.length;
                        values = coarse;
                    }
                    writer.add(name, DataType.F32, file.info(name).dimensions(), values);
                }
            }
        }
        writer.write(out.resolve("model.safetensors"));
        Files.copy(
                encoder.resolve("tokenizer.json"), out.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        ObjectNode config =
                (ObjectNode) JSON.readTree(encoder.resolve("config.json").toFile());
        config.put("hidden_dropout_prob", dropout).put("attention_probs_dropout_prob", dropout);
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(out.resolve("config.json").toFile(), config);
        System.out.printf(
                "%,d words of %d numbers at byte %,d of %s; mean difference from the 32-bit ones %.5f%n",
                table.rows(), table.width(), table.offset(), words.getFileName(), error);
        return 0;
    }
}
