package dev.majlis.nn.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.majlis.nn.engine.TorchEngine;
import org.junit.jupiter.api.Test;

class DropoutMasksTest {

    private static float[] drop(DropoutMasks masks, NDManager manager, double rate, int n) {
        try (NDManager scope = manager.newSubManager()) {
            return masks.drop(scope.ones(new Shape(n)), rate).toFloatArray();
        }
    }

    @Test
    void dropsTheShareAndScalesTheRestUp() {
        try (NDManager manager = TorchEngine.newManager(2);
                DropoutMasks masks = new DropoutMasks(manager, 1)) {
            for (double rate : new double[] {0.1, 0.5}) {
                float[] values = drop(masks, manager, rate, 200_000);
                int zeros = 0;
                for (float value : values) {
                    assertThat(value == 0 || value == (float) (1 / (1 - rate))).isTrue();
                    zeros += value == 0 ? 1 : 0;
                }
                assertThat(zeros / 200_000.0).isCloseTo(rate, within(0.004));
            }
        }
    }

    @Test
    void dropsTheSameForTheSameSeedAndStepAndOtherwiseSomethingElse() {
        try (NDManager manager = TorchEngine.newManager(2);
                DropoutMasks one = new DropoutMasks(manager, 1);
                DropoutMasks same = new DropoutMasks(manager, 1);
                DropoutMasks other = new DropoutMasks(manager, 2)) {
            one.startStep(7);
            float[] first = drop(one, manager, 0.1, 5_000);
            float[] second = drop(one, manager, 0.1, 5_000);
            // a longer row must begin with the values of the shorter one
            drop(same, manager, 0.1, 3_000_000);
            same.startStep(7);
            other.startStep(7);

            assertThat(drop(same, manager, 0.1, 5_000)).containsExactly(first);
            assertThat(second).isNotEqualTo(first);
            assertThat(drop(other, manager, 0.1, 5_000)).isNotEqualTo(first);
            one.startStep(8);
            assertThat(drop(one, manager, 0.1, 5_000)).isNotEqualTo(first);
        }
    }

    @Test
    void leavesTheArrayAloneAtRateZero() {
        try (NDManager manager = TorchEngine.newManager(2);
                DropoutMasks masks = new DropoutMasks(manager, 1)) {
            NDArray x = manager.ones(new Shape(3));
            assertThat(masks.drop(x, 0)).isSameAs(x);
        }
    }

    @Test
    void dropsOfTheFirstRowWhatItDropsOfItInTheWhole() {
        Shape whole = new Shape(3, 5, 64);
        try (NDManager manager = TorchEngine.newManager(2);
                DropoutMasks masks = new DropoutMasks(manager, 1)) {
            masks.startStep(7);
            float[] all = masks.drop(manager.ones(whole), 0.5).get(":, 0:1").toFloatArray();
            masks.startStep(7);
            float[] first = masks.dropFirst(manager.ones(new Shape(3, 1, 64)), whole, 0.5)
                    .toFloatArray();

            assertThat(first).containsExactly(all).contains(0f, 2f);
        }
    }
}
