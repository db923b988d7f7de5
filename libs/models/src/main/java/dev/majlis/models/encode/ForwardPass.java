package dev.majlis.models.encode;

import dev.majlis.nn.text.TokenSequence;
import java.util.List;

/** A model in an engine: one row of numbers for each sequence. Called by as many threads as its batcher has workers. */
interface ForwardPass extends AutoCloseable {

    /** For example {@code onnxruntime}. */
    String engine();

    /** @return one vector for each sequence: the pooled embedding, or the raw logits */
    List<float[]> run(List<TokenSequence> batch) throws Exception;

    @Override
    void close();
}
