package dev.majlis.foe.fuse;

import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.Targets;

/** ℓ of eq. 4.1. With targets that name experts, 1 - gain is 1 - quality (foe.md §7). */
public enum Loss {
    /** 1 - gain of the answer: moves in steps of 1/κ, so λ hardly matters (foe.md §5.2). */
    ZERO_ONE {
        @Override
        public double of(float[] fused, Targets targets, int row) {
            return 1 - targets.gain(row, Classes.argmax(fused));
        }
    },
    /** 1 - Σ_c p_c gain_c: for labels 1 - share of the votes for the right one. */
    SOFT {
        @Override
        public double of(float[] fused, Targets targets, int row) {
            double expected = 0;
            for (int c = 0; c < fused.length; c++) {
                if (fused[c] > 0) {
                    expected += fused[c] * targets.gain(row, c);
                }
            }
            return Math.max(0, 1 - expected);
        }
    },
    /** -log p of the target, in nats; p at least 1e-6, as votes can be 0. */
    NLL {
        @Override
        public double of(float[] fused, Targets targets, int row) {
            return -Math.log(Math.max(1e-6, fused[targets.of(row)]));
        }
    };

    /** The greatest it can be. */
    public double most() {
        return this == NLL ? -Math.log(1e-6) : 1;
    }

    /** @param fused {@code float[classes]} */
    public abstract double of(float[] fused, Targets targets, int row);
}
