package dev.majlis.foe.policy;

import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.ExpertOutputs;

/** Baselines without training: probabilities of classifiers, combined in the label space of the pool (foe.md §7). */
final class LabelVotes {
    private final int labels;
    private final int[][] targets;

    LabelVotes(Pool pool) {
        this.labels = pool.labels().size();
        this.targets = new int[pool.size()][];
        for (int k = 0; k < targets.length; k++) {
            targets[k] = pool.targetsOf(k);
        }
    }

    /** Probabilities of one expert over the labels of the pool; what it gives to other labels is lost. */
    float[] of(int expert, float[] probabilities) {
        float[] mapped = new float[labels];
        for (int i = 0; i < probabilities.length; i++) {
            if (targets[expert][i] >= 0) {
                mapped[targets[expert][i]] += probabilities[i];
            }
        }
        return mapped;
    }

    float[] mean(ExpertOutputs outputs) {
        float[] sums = new float[labels];
        for (int k : outputs.asked().toArray()) {
            add(sums, of(k, outputs.block(k)));
        }
        return normalised(sums);
    }

    float[] majority(ExpertOutputs outputs) {
        float[] votes = new float[labels];
        for (int k : outputs.asked().toArray()) {
            votes[Classes.argmax(of(k, outputs.block(k)))]++;
        }
        return normalised(votes);
    }

    float[] confidenceVote(ExpertOutputs outputs) {
        float[] votes = new float[labels];
        for (int k : outputs.asked().toArray()) {
            float[] mapped = of(k, outputs.block(k));
            int label = Classes.argmax(mapped);
            votes[label] += mapped[label];
        }
        return normalised(votes);
    }

    float[] mostConfident(ExpertOutputs outputs) {
        float[] best = new float[labels];
        float highest = -1;
        for (int k : outputs.asked().toArray()) {
            float[] mapped = of(k, outputs.block(k));
            float confidence = mapped[Classes.argmax(mapped)];
            if (confidence > highest) {
                highest = confidence;
                best = mapped;
            }
        }
        return normalised(best);
    }

    private static void add(float[] sums, float[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }

    static float[] normalised(float[] votes) {
        float sum = 0;
        for (float vote : votes) {
            sum += vote;
        }
        for (int i = 0; i < votes.length; i++) {
            votes[i] = sum > 0 ? votes[i] / sum : 1f / votes.length;
        }
        return votes;
    }
}
