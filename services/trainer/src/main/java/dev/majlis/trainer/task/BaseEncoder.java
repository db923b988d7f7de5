package dev.majlis.trainer.task;

import dev.majlis.nn.classify.Embedding;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.text.TokenizerFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Embeddings of a base model as they are served: the mean over the tokens, of length 1. Not thread-safe. */
final class BaseEncoder implements AutoCloseable {
    private final EncoderModel model;
    private final TokenizerFile tokenizer;
    private final SequenceLayout layout;

    private BaseEncoder(EncoderModel model, TokenizerFile tokenizer, int maxTokens) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.layout =
                new SequenceLayout(tokenizer, Math.min(maxTokens, model.config().maxTokens()));
    }

    static BaseEncoder open(Path folder, int maxTokens, int threads) {
        TokenizerFile tokenizer = TokenizerFile.open(folder.resolve("tokenizer.json"));
        try {
            return new BaseEncoder(EncoderModel.open(folder, HeadKind.MEAN, threads), tokenizer, maxTokens);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** @param name of the model, which the classifier keeps */
    Embedding features(String name) {
        return new Embedding(name, model.config().width(), this::embed);
    }

    private float[][] embed(List<String> texts) {
        List<TokenSequence> sequences = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            sequences.add(layout.single(texts.get(i), Overflow.TRUNCATE_LONGEST, i));
        }
        return model.run(sequences).toArray(float[][]::new);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
