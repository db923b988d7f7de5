package dev.majlis.nn.train;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.majlis.nn.encoder.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Runs a pipeline over many examples in batches of like lengths, without gradients; answers stand in the examples' order. */
public final class Predictor<E, B, P> {
    private final Pipeline<E, B, P> pipeline;
    private final int most;
    private final int tokens;

    /**
     * @param most examples of one batch
     * @param tokens of one batch, padding included
     */
    public Predictor(Pipeline<E, B, P> pipeline, int most, int tokens) {
        this.pipeline = requireNonNull(pipeline, "pipeline is null");
        this.most = most;
        this.tokens = tokens;
    }

    /** One prediction an example. */
    public List<P> predict(List<E> examples) {
        List<P> predictions = new ArrayList<>(Collections.nCopies(examples.size(), null));
        batches(examples, (batch, scope) -> {
            List<P> part = pipeline.predict(pipeline.collate(pick(examples, batch), scope), scope);
            for (int i = 0; i < batch.length; i++) {
                predictions.set(batch[i], part.get(i));
            }
        });
        return predictions;
    }

    /** Mean loss over all examples, by weight, nothing dropped. */
    public double loss(List<E> examples) {
        double[] sums = new double[2];
        batches(examples, (batch, scope) -> {
            List<E> part = pick(examples, batch);
            double weight = part.stream().mapToDouble(pipeline::weight).sum();
            NDArray loss = pipeline.loss(pipeline.collate(part, scope), Pass.ANSWER, scope);
            sums[0] += weight * loss.getFloat();
            sums[1] += weight;
        });
        return sums[0] / sums[1];
    }

    private void batches(List<E> examples, BiConsumer<int[], NDManager> each) {
        int[] lengths = examples.stream().mapToInt(pipeline::length).toArray();
        int[] all = IntStream.range(0, lengths.length).toArray();
        for (int[] batch : BatchPlan.cut(all, lengths, most, tokens)) {
            try (NDManager scope = pipeline.parameters().scope()) {
                each.accept(batch, scope);
            }
        }
    }

    private static <E> List<E> pick(List<E> examples, int[] numbers) {
        return Arrays.stream(numbers).mapToObj(examples::get).toList();
    }
}
