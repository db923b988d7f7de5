package dev.majlis.nn.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.encoder.Pass;
import java.util.List;

/**
 * A task as three functions (redco §2.6): examples to a batch, a batch to a loss, a batch to predictions. Arrays that they
 * make belong into the scope that they are given; it is closed after each micro-batch.
 *
 * @param <E> an example
 * @param <B> a batch of arrays
 * @param <P> a prediction
 */
public interface Pipeline<E, B, P> {

    /** The weights that {@link #loss} depends on; those not frozen are trained. */
    Parameters parameters();

    /** Arrays of one micro-batch. */
    B collate(List<E> examples, NDManager scope);

    /** The mean loss of a batch, a scalar; the mean is weighted with {@link #weight}. */
    NDArray loss(B batch, Pass pass, NDManager scope);

    /** One prediction for each example of the batch, in its order. */
    List<P> predict(B batch, NDManager scope);

    /** Length of an example in tokens: batches are formed by it, and throughput is counted in it. */
    int length(E example);

    /** Share of an example in the mean; the number of labelled tokens where a loss is a mean over tokens. */
    default double weight(E example) {
        return 1;
    }
}
