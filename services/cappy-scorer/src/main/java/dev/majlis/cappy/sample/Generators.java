package dev.majlis.cappy.sample;

import dev.majlis.cappy.generate.Decoding;
import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.score.RequestTerms;
import java.util.List;

/** Gets candidates from a generator of the mesh. */
public interface Generators {

    /**
     * Blocks until all are written.
     *
     * @param decodings all of the request or a part of them
     * @param seed of the first sample; the next has seed + 1 and so on
     * @return at least one, decoding by decoding in the order given
     */
    List<Answer> sample(
            GeneratorRequest request, List<Decoding> decodings, String instruction, long seed, RequestTerms terms);
}
