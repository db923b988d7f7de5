package dev.majlis.cappy.score;

import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import java.time.Instant;
import java.util.Optional;

/**
 * What a request brings besides its texts.
 *
 * @param deadline when the scores are of no use any more
 * @param interactive goes before batch work
 */
public record RequestTerms(Instant deadline, boolean interactive) {

    public EncodeOptions options(Overflow overflow) {
        return new EncodeOptions(overflow, Optional.of(deadline), interactive);
    }
}
