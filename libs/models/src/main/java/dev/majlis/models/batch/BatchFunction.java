package dev.majlis.models.batch;

import java.util.List;

/** Runs a batch on the model; called by one worker thread at a time, or by several where there are several workers. */
@FunctionalInterface
public interface BatchFunction<I, O> {

    /** @return one output for each input, in order */
    List<O> run(List<I> inputs) throws Exception;
}
