package dev.majlis.models.sampling;

/** Natural-log probabilities of one row of unmodified logits. */
public final class LogProbabilities {

    private final SamplerScratch scratch;

    /** Uses {@code scratch} during each call; not thread-safe. */
    public LogProbabilities(SamplerScratch scratch) {
        this.scratch = scratch;
    }

    /** ln Σ exp(logits[i]): subtract it from a logit to get the log probability. */
    public double logSumExp(float[] logits) {
        int n = scratch.size;
        float max = Exponentials.max(logits, n);
        if (Float.isNaN(max) || Float.isInfinite(max)) {
            return Double.NaN;
        }
        Exponentials.exp(logits, n, max, 1f, scratch.weights);
        return max + Math.log(Exponentials.sum(scratch.weights, n));
    }

    /** Ids of the {@code count} largest logits, best first; equal logits by id. */
    public int[] top(float[] logits, int count) {
        int[] best = new int[Math.min(count, scratch.size)];
        int filled = 0;
        for (int id = 0; id < scratch.size; id++) {
            if (filled == best.length && (filled == 0 || logits[id] <= logits[best[filled - 1]])) {
                continue;
            }
            int at = filled < best.length ? filled++ : filled - 1;
            while (at > 0 && logits[best[at - 1]] < logits[id]) {
                best[at] = best[at - 1];
                at--;
            }
            best[at] = id;
        }
        return best;
    }
}
