package dev.majlis.cappy.score;

import dev.majlis.models.encode.ScorerModel.ScoreKind;
import java.util.Locale;

/**
 * What a conventional API shows instead of the raw score (cappy.md §7). Order is always decided on the raw score, in double
 * precision, so no activation can make ties.
 */
public enum Activation {
    /** The score itself. */
    NONE {
        @Override
        public double apply(double score) {
            return score;
        }
    },
    /** 1 ÷ (1 + e^−s). */
    SIGMOID {
        @Override
        public double apply(double score) {
            return 1 / (1 + Math.exp(-score));
        }
    },
    /** Into [0, 1]. */
    CLAMP01 {
        @Override
        public double apply(double score) {
            return Math.max(0, Math.min(1, score));
        }
    };

    public abstract double apply(double score);

    /** For TEI, vLLM and Infinity: their sigmoid holds for logits only; trained targets in [0, 1] stay as they are. */
    public static Activation ofServer(ScoreKind kind, boolean raw) {
        return kind == ScoreKind.LOGIT && !raw ? SIGMOID : NONE;
    }

    /** For Cohere's {@code relevance_score}, which lies in [0, 1] where the model's kind allows. */
    public static Activation ofRelevance(ScoreKind kind) {
        return switch (kind) {
            case LOGIT -> SIGMOID;
            case REGRESSION01 -> CLAMP01;
            case PROBABILITY, PREFERENCE -> NONE;
        };
    }

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
