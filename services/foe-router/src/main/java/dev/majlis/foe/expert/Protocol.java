package dev.majlis.foe.expert;

import com.fasterxml.jackson.databind.JsonNode;

/** How an expert is asked and how its answer is read; one for each kind of endpoint. Stateless. */
public interface Protocol {

    /**
     * Body of the question.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code BAD_INPUT} when the input is nothing such an expert can read
     */
    JsonNode question(ExpertInput input);

    /** @throws dev.majlis.mesh.error.MeshException {@code BAD_ANSWER}, or the expert's own code, when the body holds no answer */
    Said read(JsonNode body);
}
