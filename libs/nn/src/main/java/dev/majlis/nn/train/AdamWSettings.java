package dev.majlis.nn.train;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;

/**
 * The numbers of AdamW.
 *
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the variance, in [0, 1)
 * @param epsilon added to the root of the variance
 * @param weightDecay decoupled; not applied to biases and layer norms
 * @param clipNorm largest norm of all gradients together; 0 for any
 */
public record AdamWSettings(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
    public AdamWSettings {
        boolean fine =
                beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0 && clipNorm >= 0;
        if (!fine) {
            throw new NnException(Kind.INVALID, "betas must be in [0, 1), epsilon above 0, decay and clip norm from 0");
        }
    }

    /** β 0.9 and 0.999, ε 1e-8, no decay, norm clipped at 1. */
    public static AdamWSettings defaults() {
        return new AdamWSettings(0.9, 0.999, 1e-8, 0, 1);
    }

    /** The same with weight decay. */
    public AdamWSettings withWeightDecay(double decay) {
        return new AdamWSettings(beta1, beta2, epsilon, decay, clipNorm);
    }

    /** The same with another clip norm. */
    public AdamWSettings withClipNorm(double norm) {
        return new AdamWSettings(beta1, beta2, epsilon, weightDecay, norm);
    }

    double decayOf(String parameter) {
        return parameter.endsWith("bias") || parameter.contains("LayerNorm") ? 0 : weightDecay;
    }
}
