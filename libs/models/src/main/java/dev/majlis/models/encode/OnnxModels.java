package dev.majlis.models.encode;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.nio.file.Path;
import java.util.List;

/** Opens encoders on ONNX Runtime. */
public final class OnnxModels {
    private static final int LONGEST = 512;

    private OnnxModels() {}

    /** An encoder with mean pooling and unit vectors, from an {@code .onnx} graph and a {@code tokenizer.json}. */
    public static Encoder openEncoder(Path weights, Path tokenizerFile, EncodeEngine engine) {
        TokenizerFile tokenizer = TokenizerFile.open(tokenizerFile);
        var layout = new SequenceLayout(tokenizer, engine.maxTokens() == 0 ? LONGEST : engine.maxTokens());
        var forward = new OnnxEmbedding(new OnnxGraph(weights, engine.threads(), layout.pad()));
        int dimension = warmUp(forward, layout);
        return new PooledEncoder(
                engine.batch(), dimension, tokenizer, layout, forward, engine.clock(), engine.registry());
    }

    /** Runs a real batch, so that a broken graph fails here and not on the first request. */
    private static int warmUp(ForwardPass forward, SequenceLayout layout) {
        try {
            TokenSequence probe = layout.single("warm up", EncodeOptions.Overflow.TRUNCATE_LONGEST, 0);
            return forward.run(List.of(probe, probe)).get(0).length;
        } catch (Exception e) {
            forward.close();
            throw new ModelException(Code.ENGINE, "the model cannot run: " + e.getMessage(), e);
        }
    }
}
