package dev.majlis.models.sampling;

import dev.majlis.models.text.Sampling;

/**
 * Temperature, top-k, top-p, min-p and the draw itself, on a row whose penalties are applied.
 *
 * <p>Top-k finds the k-th largest logit with a bounded heap. Top-p first drops what cannot belong to the nucleus (tokens
 * lighter than (1 − p)/V of the total weigh less than 1 − p all together), then finds the lightest token of the nucleus by
 * quickselect on weights.
 */
final class Truncation {

    private static final double SLACK = 0.999;

    private final SamplerScratch scratch;
    private final float scale;
    private final double topP;
    private final float minP;
    private final BoundedHeap heap;

    private float lightest;
    private int lightestId;

    Truncation(Sampling sampling, SamplerScratch scratch) {
        this.scratch = scratch;
        this.scale = sampling.temperature() == 0 ? 1f : (float) (1 / sampling.temperature());
        this.topP = sampling.topP();
        this.minP = (float) sampling.minP();
        this.heap = sampling.topK() > 0 && sampling.topK() < scratch.size ? new BoundedHeap(sampling.topK()) : null;
    }

    int draw(float[] logits, float max, double uniform) {
        int n = scratch.size;
        float[] weights = scratch.weights;
        Exponentials.exp(logits, n, max, scale, weights);
        if (heap != null) {
            float least = heap.kthLargest(logits, n);
            for (int i = 0; i < n; i++) {
                weights[i] = logits[i] >= least ? weights[i] : 0f;
            }
        }
        lightest = Math.max(Float.MIN_VALUE, minP);
        lightestId = Integer.MAX_VALUE;
        int candidates = topP < 1 ? nucleus(n) : above(lightest, n);
        return pick(candidates, uniform);
    }

    private int pick(int candidates, double uniform) {
        double kept = 0;
        for (int i = 0; i < candidates; i++) {
            int id = scratch.candidates[i];
            kept += keeps(id) ? scratch.weights[id] : 0;
        }
        double rest = uniform * kept;
        int last = -1;
        for (int i = 0; i < candidates; i++) {
            int id = scratch.candidates[i];
            if (keeps(id)) {
                last = id;
                rest -= scratch.weights[id];
                if (rest < 0) {
                    return id;
                }
            }
        }
        return last;
    }

    private boolean keeps(int id) {
        float weight = scratch.weights[id];
        return weight > lightest || (weight == lightest && id <= lightestId);
    }

    private int above(float least, int n) {
        int count = 0;
        for (int id = 0; id < n; id++) {
            if (scratch.weights[id] >= least) {
                scratch.candidates[count++] = id;
            }
        }
        return count;
    }

    private int nucleus(int n) {
        double total = Exponentials.sum(scratch.weights, n);
        float least = (float) Math.max(Float.MIN_VALUE, SLACK * (1 - topP) * total / n);
        int count = above(least, n);
        for (int i = 0; i < count; i++) {
            int id = scratch.candidates[i];
            scratch.keyIds[i] = id;
            scratch.keys[i] = scratch.weights[id];
        }
        int cut = MassSelect.lastOf(scratch.keys, scratch.keyIds, count, topP * total);
        if (scratch.keys[cut] >= lightest) {
            lightest = scratch.keys[cut];
            lightestId = scratch.keyIds[cut];
        }
        return count;
    }
}
