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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * A pair scorer in this process: tokenizer, batcher and a forward pass with one output. Equal pairs of a request are scored
 * once; pairs go to the batcher sorted by length, so that little is padded; scores come back in input order, raw.
 */
final class CrossEncoder implements PairScorer {
    private final ScorerModel model;
    private final TokenizerFile tokenizer;
    private final SequenceLayout layout;
    private final ForwardPass forward;
    private final DynamicBatcher<TokenSequence, float[]> batcher;

    CrossEncoder(
            ScorerModel model,
            BatchSettings settings,
            TokenizerFile tokenizer,
            SequenceLayout layout,
            ForwardPass forward,
            Clock clock,
            MeterRegistry registry) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.layout = layout;
        this.forward = forward;
        this.batcher = new DynamicBatcher<>(settings, TokenSequence::length, forward::run, clock, registry);
    }

    @Override
    public ScorerModel model() {
        return model;
    }

    @Override
    public CompletionStage<List<PairScore>> score(List<Pair> pairs, EncodeOptions options) {
        Map<Pair, Integer> places = new HashMap<>();
        var sequences = new ArrayList<TokenSequence>();
        try {
            for (int i = 0; i < pairs.size(); i++) {
                Pair pair = pairs.get(i);
                if (places.putIfAbsent(pair, sequences.size()) == null) {
                    int index = i;
                    sequences.add(NetworkFailure.translated(() -> layout.pair(
                            pair.instruction(),
                            pair.response(),
                            options.overflow().forLayout(),
                            index)));
                }
            }
            List<Integer> order = IntStream.range(0, sequences.size())
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> sequences.get(i).length()))
                    .toList();
            var submitted = batcher.submit(
                    order.stream().map(sequences::get).toList(), options.deadline(), options.interactive());
            return Joined.map(Joined.of(submitted), rows -> {
                var unique = new PairScore[sequences.size()];
                for (int i = 0; i < rows.size(); i++) {
                    unique[order.get(i)] = score(rows.get(i), sequences.get(order.get(i)));
                }
                return pairs.stream().map(pair -> unique[places.get(pair)]).toList();
            });
        } catch (ModelException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private PairScore score(float[] logits, TokenSequence sequence) {
        if (logits.length != 1) {
            throw new ModelException(
                    Code.ENGINE, "model " + model.name() + " has " + logits.length + " outputs; a scorer has one");
        }
        if (!Float.isFinite(logits[0])) {
            throw new ModelException(Code.ENGINE, "model " + model.name() + " gave a score that is not finite");
        }
        return new PairScore(logits[0], sequence.length(), sequence.truncated());
    }

    @Override
    public void close() {
        batcher.close();
        forward.close();
        tokenizer.close();
    }
}
