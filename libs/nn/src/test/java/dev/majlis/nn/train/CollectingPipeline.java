package dev.majlis.nn.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.encoder.Pass;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects garbage after each forward pass and writes over the small buffers that this set free. */
final class CollectingPipeline implements Pipeline<Labelled<Float>, LabelledBatch, Float> {
    private final RegressionPipeline pipeline;
    private final List<ByteBuffer> written = new ArrayList<>();

    CollectingPipeline(RegressionPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public NDArray loss(LabelledBatch batch, Pass pass, NDManager scope) {
        NDArray loss = pipeline.loss(batch, pass, scope);
        for (int round = 0; round < 5; round++) {
            System.gc();
            for (int i = 0; i < 200; i++) {
                written.add(ByteBuffer.allocateDirect(4).putFloat(0, 1000));
            }
        }
        return loss;
    }

    @Override
    public Parameters parameters() {
        return pipeline.parameters();
    }

    @Override
    public LabelledBatch collate(List<Labelled<Float>> examples, NDManager scope) {
        return pipeline.collate(examples, scope);
    }

    @Override
    public List<Float> predict(LabelledBatch batch, NDManager scope) {
        return pipeline.predict(batch, scope);
    }

    @Override
    public int length(Labelled<Float> example) {
        return pipeline.length(example);
    }
}
