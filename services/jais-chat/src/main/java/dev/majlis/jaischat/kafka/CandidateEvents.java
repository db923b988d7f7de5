package dev.majlis.jaischat.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.work.Task;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.GenerationListener;

/** Tells the requester of each finished candidate, never its text: only the chosen one is shown. */
record CandidateEvents(Task<?> task) implements GenerationListener {
    @Override
    public void onDelta(Delta delta) {
        // candidates are not shown while they are written
    }

    @Override
    public void onFinish(Choice choice) {
        task.emit(new Chunk.Part.Event(JsonNodeFactory.instance
                .objectNode()
                .put("type", "candidate-done")
                .put("index", choice.index())
                .put("tokens", choice.tokens())));
    }
}
