package dev.majlis.models.sampling;

import dev.majlis.models.text.Sampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.stream.IntStream;

/**
 * Profile {@code hf} written down plainly, in double precision and with a full sort: what {@link LogitSampler} must agree
 * with. For tests and for reading.
 */
public final class ReferenceSampler {

    private ReferenceSampler() {}

    /** Repetition penalty over distinct ids, presence and frequency over answer ids, bias, end tokens. */
    public static double[] penalised(
            float[] logits, Sampling sampling, int[] prompt, int[] answer, int[] endTokens, boolean endForbidden) {
        double[] out = new double[logits.length];
        Arrays.setAll(out, i -> logits[i]);
        var seen = new HashSet<Integer>();
        IntStream.concat(Arrays.stream(prompt), Arrays.stream(answer)).forEach(seen::add);
        for (int id : seen) {
            out[id] = out[id] > 0 ? out[id] / sampling.repetitionPenalty() : out[id] * sampling.repetitionPenalty();
        }
        for (int id = 0; id < out.length; id++) {
            int token = id;
            long count = Arrays.stream(answer).filter(a -> a == token).count();
            out[id] -= count > 0 ? sampling.presencePenalty() + sampling.frequencyPenalty() * count : 0;
            out[id] += sampling.logitBias().getOrDefault(id, 0.0);
        }
        if (endForbidden) {
            Arrays.stream(endTokens).forEach(id -> out[id] = Double.NEGATIVE_INFINITY);
        }
        return out;
    }

    /** Probability of each id after temperature, top-k, top-p and min-p; 0 for those cut off. Temperature above 0. */
    public static double[] probabilities(double[] logits, Sampling sampling) {
        double[] scaled = Arrays.stream(logits)
                .map(logit -> logit / sampling.temperature())
                .toArray();
        if (sampling.topK() > 0 && sampling.topK() < scaled.length) {
            double least = Arrays.stream(scaled).sorted().toArray()[scaled.length - sampling.topK()];
            Arrays.setAll(scaled, i -> scaled[i] >= least ? scaled[i] : Double.NEGATIVE_INFINITY);
        }
        double[] p = softmax(scaled);
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -p[i]).thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = 0;
        double best = p[order[0]];
        for (int id : order) {
            boolean inNucleus = sampling.topP() >= 1 || sum < sampling.topP();
            sum += p[id];
            if (!inNucleus || p[id] < sampling.minP() * best) {
                p[id] = 0;
            }
        }
        double kept = Arrays.stream(p).sum();
        return Arrays.stream(p).map(value -> value / kept).toArray();
    }

    /** The id at which the running sum, by rising id, passes {@code uniform} in [0, 1). */
    public static int pick(double[] probabilities, double uniform) {
        double rest = uniform;
        int last = -1;
        for (int id = 0; id < probabilities.length; id++) {
            if (probabilities[id] > 0) {
                last = id;
                rest -= probabilities[id];
                if (rest < 0) {
                    return id;
                }
            }
        }
        return last;
    }

    /** exp(x − max) over its sum. */
    public static double[] softmax(double[] logits) {
        double max = Arrays.stream(logits).max().orElseThrow();
        double[] weights = Arrays.stream(logits).map(x -> Math.exp(x - max)).toArray();
        double total = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(w -> w / total).toArray();
    }
}
