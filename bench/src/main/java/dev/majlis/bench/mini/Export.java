package dev.majlis.bench.mini;

import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.file.WrittenFile;
import dev.majlis.nn.onnx.OnnxExport;
import dev.majlis.nn.onnx.OnnxTable;
import dev.majlis.nn.onnx.Precision;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A trained scorer as an 8-bit ONNX file that reads its words from the published file beside it. */
@Command(name = "export", description = "Writes a trained scorer as ONNX.")
@SuppressWarnings("SystemOut")
final class Export implements Callable<Integer> {
    @Option(names = "--model", required = true)
    private Path model;

    @Option(names = "--words", required = true, description = "the ONNX file whose words the base has")
    private Path words;

    @Option(names = "--out", required = true)
    private Path out;

    @Option(names = "--precision", defaultValue = "INT8", description = "${COMPLETION-CANDIDATES}")
    private Precision precision;

    @Override
    public Integer call() {
        try (EncoderModel encoder = EncoderModel.open(model, HeadKind.SEQUENCE, 2)) {
            WrittenFile file = OnnxExport.write(encoder, out, precision, OnnxTable.find(words, MakeBase.WORDS));
            System.out.println(file);
        }
        return 0;
    }
}
