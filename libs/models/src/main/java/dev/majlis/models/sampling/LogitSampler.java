package dev.majlis.models.sampling;

import static java.util.Objects.requireNonNull;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Sampling;
import java.util.SplittableRandom;

/**
 * Draws the tokens of one answer, profile {@code hf} (jais.md §2.8): repetition penalty, presence and frequency penalty,
 * bias, minimum length, temperature, top-k (ties kept), top-p (smallest set in falling order whose probability reaches p;
 * equal logits by id), min-p, then one uniform number that is looked up in the kept tokens in the order of their ids.
 *
 * <p>Linear in the vocabulary, without a sort and without allocation. Not thread-safe; one for each answer, any number on
 * one {@link SamplerScratch}. {@link ReferenceSampler} is the plain version that it must agree with.
 */
public final class LogitSampler {

    private static final int REDRAWS = 4;

    private final Sampling sampling;
    private final SamplerScratch scratch;
    private final TokenPenalties penalties;
    private final Truncation truncation;
    private final SplittableRandom random;

    /**
     * @param choice index of the answer: it draws from {@code seed + choice}
     * @param prompt ids under the repetition penalty
     * @param endTokens ids that end an answer
     */
    public LogitSampler(Sampling sampling, int choice, int[] prompt, int[] endTokens, SamplerScratch scratch) {
        this.sampling = requireNonNull(sampling, "sampling is null");
        this.scratch = requireNonNull(scratch, "scratch is null");
        this.penalties = new TokenPenalties(scratch.size, sampling, prompt, endTokens);
        this.truncation = new Truncation(sampling, scratch);
        this.random = new SplittableRandom(sampling.seed() + choice);
    }

    /**
     * Draws the next token and counts it as part of the answer.
     *
     * @param logits f32[V]; overwritten
     * @param endForbidden whether the answer is still shorter than its minimum
     */
    public int next(float[] logits, boolean endForbidden, TokenFilter filter) {
        penalties.apply(logits, endForbidden);
        int token = draw(logits);
        for (int i = 0; !filter.allows(token); i++) {
            // a rejected draw without replacement leaves the law of the allowed tokens as it is
            logits[token] = Float.NEGATIVE_INFINITY;
            if (i == REDRAWS) {
                filter.mask(logits);
            }
            token = draw(logits);
        }
        penalties.accept(token);
        return token;
    }

    /** Counts a token as part of the answer without drawing it. */
    void accept(int token) {
        penalties.accept(token);
    }

    private int draw(float[] logits) {
        float max = Exponentials.max(logits, scratch.size);
        if (Float.isNaN(max) || Float.isInfinite(max)) {
            throw new ModelException(Code.ENGINE, "no token can be drawn: the largest logit is " + max);
        }
        if (sampling.temperature() == 0) {
            return first(logits, max);
        }
        return truncation.draw(logits, max, random.nextDouble());
    }

    private int first(float[] logits, float max) {
        int id = 0;
        while (logits[id] != max) {
            id++;
        }
        return id;
    }
}
