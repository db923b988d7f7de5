package dev.majlis.mesh.council;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a generator hands to a scorer: schema {@code candidate-set}.
 *
 * @param instruction what was asked (the last user turn)
 * @param model that wrote the candidates
 * @param candidates at least one
 * @param completion the generator's whole answer in its own form, carried through untouched
 */
public record CandidateSet(String instruction, String model, List<Candidate> candidates, JsonNode completion) {
    public CandidateSet {
        candidates = List.copyOf(candidates);
    }
}
