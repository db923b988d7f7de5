package dev.majlis.cappy.sample;

import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.score.RequestTerms;
import java.util.List;

/** Gets candidates from a generator of the mesh. */
public interface Generators {

    /**
     * Blocks until all are written.
     *
     * @return at least one, decoding by decoding in the order of the request
     */
    List<Answer> sample(GeneratorRequest request, String instruction, long seed, RequestTerms terms);
}
