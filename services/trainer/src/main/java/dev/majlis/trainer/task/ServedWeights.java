package dev.majlis.trainer.task;

import dev.majlis.nn.onnx.OnnxImport;
import java.nio.file.Path;

/** Weights in the form in which they are served. */
public final class ServedWeights {
    private static final String SUFFIX = ".onnx";

    private ServedWeights() {}

    /** Whether a file of this name holds such weights; those that this project exported can be trained further. */
    public static boolean named(String file) {
        return file.endsWith(SUFFIX);
    }

    /**
     * Writes them as weights that can be trained: the numbers that the served ones stand for.
     *
     * @throws dev.majlis.nn.NnException when the file was not exported from here
     */
    public static void bringBack(Path served, Path safetensors) {
        OnnxImport.write(served, safetensors);
    }
}
