package dev.majlis.models.encode;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.batch.BatchSettings;
import dev.majlis.nn.encoder.EncoderConfig;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.text.TokenizerFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens encoders and pair scorers in this process: ONNX graphs on ONNX Runtime, safetensors on PyTorch. */
public final class EncoderEngines {
    /** Where neither the catalog nor a configuration tells. */
    private static final int DEFAULT_MAX_TOKENS = 512;

    private EncoderEngines() {}

    /** An encoder with mean pooling and unit vectors. */
    public static Encoder openEncoder(EncoderFiles files, EncodeEngine engine) {
        return open(files, engine, graph -> new OnnxEmbedding(graph), HeadKind.MEAN, parts -> {
            int dimension = warmUp(parts.forward(), parts.layout());
            return new PooledEncoder(
                    parts.batch(),
                    dimension,
                    parts.tokenizer(),
                    parts.layout(),
                    parts.forward(),
                    engine.clock(),
                    engine.registry());
        });
    }

    /**
     * A cross-encoder with one raw output.
     *
     * @param model described by the caller; the longest input and the engine are filled in here
     */
    public static PairScorer openScorer(ScorerModel model, EncoderFiles files, EncodeEngine engine) {
        return open(files, engine, graph -> new OnnxClassifier(graph), HeadKind.SEQUENCE, parts -> {
            int outputs = warmUp(parts.forward(), parts.layout());
            if (outputs != 1) {
                throw new ModelException(
                        Code.UNSUPPORTED, "model '" + model.name() + "' has " + outputs + " outputs; a scorer has one");
            }
            var described = new ScorerModel(
                    model.name(),
                    model.version(),
                    model.kind(),
                    parts.layout().maxTokens(),
                    parts.forward().engine(),
                    model.sha256(),
                    model.tokenizerSha256());
            return new CrossEncoder(
                    described,
                    parts.batch(),
                    parts.tokenizer(),
                    parts.layout(),
                    parts.forward(),
                    engine.clock(),
                    engine.registry());
        });
    }

    private record Parts(TokenizerFile tokenizer, SequenceLayout layout, ForwardPass forward, BatchSettings batch) {}

    private static <T> T open(
            EncoderFiles files,
            EncodeEngine engine,
            Function<OnnxGraph, ForwardPass> onnx,
            HeadKind head,
            Function<Parts, T> assemble) {
        Optional<EncoderConfig> config =
                files.config().map(file -> NetworkFailure.translated(() -> EncoderConfig.read(file)));
        int longest = config.map(EncoderConfig::maxTokens).orElse(DEFAULT_MAX_TOKENS);
        if (engine.maxTokens() > longest && config.isPresent()) {
            throw new ModelException(
                    Code.INVALID, "the catalog says " + engine.maxTokens() + " tokens, the model reads " + longest);
        }
        TokenizerFile tokenizer = NetworkFailure.translated(() -> TokenizerFile.open(files.tokenizer()));
        try {
            int most = engine.maxTokens() == 0 ? longest : engine.maxTokens();
            var layout = NetworkFailure.translated(() -> new SequenceLayout(tokenizer, most));
            boolean torch = files.weights().toString().endsWith(".safetensors");
            ForwardPass forward = torch
                    ? torch(files, config, head, engine)
                    : onnx.apply(new OnnxGraph(files.weights(), layout.pad()));
            BatchSettings batch = engine.batch().withWorkers(torch ? 1 : engine.threads());
            try {
                return assemble.apply(new Parts(tokenizer, layout, forward, batch));
            } catch (RuntimeException e) {
                forward.close();
                throw e;
            }
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static ForwardPass torch(
            EncoderFiles files, Optional<EncoderConfig> config, HeadKind head, EncodeEngine engine) {
        EncoderConfig known = config.orElseThrow(
                () -> new ModelException(Code.INVALID, "safetensors weights need a file with the role 'config'"));
        return new TorchForward(
                NetworkFailure.translated(() -> EncoderModel.open(known, files.weights(), head, engine.threads())));
    }

    /** Runs a real batch, so that a broken model fails here and not on the first request. */
    private static int warmUp(ForwardPass forward, SequenceLayout layout) {
        try {
            TokenSequence probe = layout.single("warm up", Overflow.TRUNCATE_LONGEST, 0);
            return forward.run(List.of(probe, probe)).get(0).length;
        } catch (ModelException e) {
            throw e;
        } catch (Exception e) {
            throw new ModelException(Code.ENGINE, "the model cannot run: " + e.getMessage(), e);
        }
    }
}
