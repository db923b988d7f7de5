package dev.majlis.cappy.generate;

import dev.majlis.cappy.data.Sample;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A language model that answers instructions. Thread-safe. */
public interface Generator {

    /**
     * Samples number 0, 1, … over all decodings draw from seed, seed + 1, …; so the same seed and instruction give the same
     * samples, and a sample does not depend on how many others are asked for.
     *
     * @return decoding by decoding in the order given
     */
    CompletionStage<List<Sample>> sample(String instruction, List<Decoding> decodings, long seed, Instant deadline);
}
