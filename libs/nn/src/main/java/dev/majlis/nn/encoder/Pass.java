package dev.majlis.nn.encoder;

import ai.djl.ndarray.NDArray;

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
}
