package dev.majlis.models.encode;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.batch.BatchSettings;
import dev.majlis.models.batch.DynamicBatcher;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.text.TokenizerFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An encoder in this process: tokenizer, batcher and a forward pass that pools and normalises. */
final class PooledEncoder implements Encoder {
    private final String name;
    private final int dimension;
    private final TokenizerFile tokenizer;
    private final SequenceLayout layout;
    private final ForwardPass forward;
    private final DynamicBatcher<TokenSequence, float[]> batcher;

    PooledEncoder(
            BatchSettings settings,
            int dimension,
            TokenizerFile tokenizer,
            SequenceLayout layout,
            ForwardPass forward,
            Clock clock,
            MeterRegistry registry) {
        this.name = settings.model();
        this.dimension = dimension;
        this.tokenizer = tokenizer;
        this.layout = layout;
        this.forward = forward;
        this.batcher = new DynamicBatcher<>(settings, TokenSequence::length, forward::run, clock, registry);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int maxTokens() {
        return layout.maxTokens();
    }

    @Override
    public CompletionStage<List<Embedding>> embed(List<String> texts, EncodeOptions options) {
        try {
            var sequences = new ArrayList<TokenSequence>(texts.size());
            for (int i = 0; i < texts.size(); i++) {
                int index = i;
                sequences.add(NetworkFailure.translated(
                        () -> layout.single(texts.get(index), options.overflow().forLayout(), index)));
            }
            var vectors = batcher.submit(sequences, options.deadline(), options.interactive());
            return Joined.map(Joined.of(vectors), rows -> embeddings(sequences, rows));
        } catch (ModelException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<Embedding> embeddings(List<TokenSequence> sequences, List<float[]> rows) {
        var embeddings = new ArrayList<Embedding>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            TokenSequence sequence = sequences.get(i);
            for (float value : rows.get(i)) {
                if (!Float.isFinite(value)) {
                    throw new ModelException(
                            Code.ENGINE, "model " + name + " gave a vector that is not finite, item " + i);
                }
            }
            embeddings.add(new Embedding(rows.get(i), sequence.length(), sequence.truncated()));
        }
        return embeddings;
    }

    @Override
    public void close() {
        batcher.close();
        forward.close();
        tokenizer.close();
    }
}
