package dev.majlis.bench.mini;

import dev.majlis.nn.file.WrittenFile;
import dev.majlis.nn.onnx.OnnxImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The way back of {@link Export}: a scorer that can be trained further, or exported in another form. */
@Command(name = "import", description = "Brings an exported scorer back as safetensors.")
@SuppressWarnings("SystemOut")
final class Import implements Callable<Integer> {
    @Option(
            names = "--model",
            required = true,
            description = "the ONNX file; config.json, tokenizer.json and its file of words lie beside it")
    private Path model;

    @Option(names = "--out", required = true, description = "folder")
    private Path out;

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(out);
        WrittenFile file = OnnxImport.write(model, out.resolve("model.safetensors"));
        for (String name : new String[] {"config.json", "tokenizer.json"}) {
            Files.copy(model.resolveSibling(name), out.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        System.out.println(file);
        return 0;
    }
}
