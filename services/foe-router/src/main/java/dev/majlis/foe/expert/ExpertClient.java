package dev.majlis.foe.expert;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/** Asks experts, wherever they are. Thread-safe; blocks, so it is called on a worker's thread. */
public interface ExpertClient {

    /**
     * Asks all of them at the same time about one input. The failure of an expert is an outcome, never an exception.
     *
     * @param input text, a conversation {@code {"messages": […]}}, a pair, or whatever the experts read
     * @param deadline of all calls together; an expert's own timeout may end its call earlier
     * @return one outcome for each expert, in their order
     */
    List<CallOutcome> ask(List<RegisteredExpert> experts, JsonNode input, String tenant, Instant deadline);
}
