package dev.majlis.cappy.score;

import dev.majlis.cappy.error.Failures;
import dev.majlis.models.encode.EncodeOptions.Overflow;

/**
 * Limits and defaults that hold on every route.
 *
 * @param maxCandidates most pairs of one request
 * @param overflow when a request names no policy
 */
public record ScoringDefaults(int maxCandidates, Overflow overflow) {

    /** @throws dev.majlis.mesh.error.MeshException {@code TOO_MANY_CANDIDATES} */
    public void requireAtMost(String pointer, int candidates) {
        if (candidates > maxCandidates) {
            throw Failures.tooMany(pointer, candidates, maxCandidates);
        }
    }
}
