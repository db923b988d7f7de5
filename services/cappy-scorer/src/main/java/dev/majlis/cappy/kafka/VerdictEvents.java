package dev.majlis.cappy.kafka;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.policy.Choice;
import dev.majlis.mesh.client.Chunk.Part;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.work.Task;

/** What a requester that streams is told while an answer is chosen. */
record VerdictEvents(Task<?> task) {
    private static final int FIRST_CHOICE = 0;

    /** The number of tokens of a candidate, never its text: only the chosen one is shown. */
    void candidate(Candidate candidate) {
        if (task.streaming()) {
            task.emit(new Part.Event(
                    event("candidate-done").put("index", candidate.index()).put("tokens", candidate.tokens())));
        }
    }

    /** Scores, choice and, if wanted, the text. */
    void chosen(Candidate chosen, Choice choice, boolean streamText) {
        if (!task.streaming()) {
            return;
        }
        choice.scores().ifPresent(scores -> {
            ObjectNode scored = event("scored");
            ArrayNode values = scored.putArray("scores");
            scores.forEach(values::add);
            task.emit(new Part.Event(scored));
        });
        task.emit(new Part.Event(event("chosen").put("index", choice.index())));
        if (streamText) {
            task.emit(new Part.Text(FIRST_CHOICE, chosen.text(), chosen.tokens(), null));
            task.emit(new Part.Finish(FIRST_CHOICE, chosen.finish() == null ? "stop" : chosen.finish()));
        }
    }

    private static ObjectNode event(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
