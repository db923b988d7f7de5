package dev.majlis.nn.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalLong;

/** How a model is run: to answer, or to learn with some values dropped. */
public interface Pass {

    /** Nothing is dropped. */
    Pass ANSWER = (x, rate) -> x;

    /**
     * Zeroes a share of the values and scales the others up, or returns the array as it is.
     *
     * @param rate share in [0, 1)
     * @return an array in the same manager
     */
    NDArray drop(NDArray x, double rate);

    /**
     * The same for an array that has only the first row of a larger one's last but one dimension: drops what would be dropped
     * there if all of it were given.
     *
     * @param whole shape of the larger one
     * @return an array in the same manager
     */
    default NDArray dropFirst(NDArray x, Shape whole, double rate) {
        return drop(x, rate);
    }

    /** Number of the update that is learnt from, by which a model draws what it drops by itself; empty when it answers. */
    default OptionalLong update() {
        return OptionalLong.empty();
    }
}
