package dev.majlis.gateway.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the chunks of the mesh into the events of an OpenAI stream: role first for each choice, text, why it ended, usage if it
 * was asked for, {@code [DONE]}. The same chunks always make the same events, so that a resumed stream goes on as if it had never
 * broken. Progress events are chunks without choices, which every OpenAI client skips. Not thread-safe.
 */
public final class StreamWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final AnswerContext context;
    private final String model;
    private final Map<Integer, Progress> choices = new HashMap<>();

    /** What was said of one choice. */
    private static final class Progress {
        private boolean text;
        private boolean finished;
    }

    public StreamWriter(AnswerContext context) {
        this.context = requireNonNull(context, "context is null");
        this.model = context.route();
    }

    /** Events of one chunk that is not the last; none for a heartbeat. */
    public List<SseEvent> chunk(Chunk chunk) {
        List<SseEvent> events = new ArrayList<>(2);
        write(chunk, events);
        return withId(events, chunk.seq());
    }

    /** Events of the last record. */
    public List<SseEvent> end(Chunk chunk) {
        List<SseEvent> events = new ArrayList<>();
        JsonNode reply = chunk.reply() == null ? JSON.missingNode() : chunk.reply();
        ObjectNode usage = null;
        if (context.judged()) {
            Verdict verdict = verdict(reply);
            Progress progress = begin(0, events);
            if (!progress.text) {
                events.add(event(delta(0, verdict.text(), null)));
            }
            ObjectNode last = body();
            last.putArray("choices").add(ended(0, BestOfAnswer.finish(verdict)));
            last.set("majlis", BestOfAnswer.details(context, verdict));
            events.add(event(last));
            usage = usage(verdict.completion());
        } else {
            write(chunk, events);
            for (JsonNode choice : reply.path("choices")) {
                complete(choice, events);
            }
            if (context.foe()) {
                FoeDecision.of(reply).ifPresent(decision -> events.add(event(decided(decision))));
            }
            usage = usage(reply);
        }
        if (context.includeUsage() && usage != null) {
            ObjectNode counted = body();
            counted.putArray("choices");
            counted.set("usage", usage);
            events.add(event(counted));
        }
        events.add(SseEvent.data("[DONE]"));
        return withId(events, chunk.seq());
    }

    /** The event after which the stream is closed without {@code [DONE]}. */
    public static SseEvent error(MeshException failure) {
        return SseEvent.named("error", ProblemMapper.openAi(failure).toString());
    }

    private void write(Chunk chunk, List<SseEvent> events) {
        if (chunk.event() != null) {
            if (context.events()) {
                ObjectNode progress = body();
                progress.putArray("choices");
                progress.set("majlis", chunk.event());
                events.add(event(progress));
            }
            return;
        }
        String text = chunk.delta() == null ? "" : chunk.delta();
        if (!text.isEmpty() || chunk.logprobs() != null) {
            Progress progress = begin(chunk.choice(), events);
            progress.text = true;
            events.add(event(delta(chunk.choice(), text, chunk.logprobs())));
        }
        if (chunk.finish() != null && !context.judged()) {
            finish(chunk.choice(), chunk.finish(), events);
        }
    }

    /** A choice of the whole answer: whatever of it was not streamed is said now. */
    private void complete(JsonNode choice, List<SseEvent> events) {
        int index = choice.path("index").asInt(0);
        Progress progress = begin(index, events);
        if (!progress.text) {
            String text = context.endpoint() == Endpoint.CHAT
                    ? choice.path("message").path("content").asText("")
                    : choice.path("text").asText("");
            if (!text.isEmpty()) {
                events.add(event(delta(index, text, null)));
            }
        }
        finish(index, choice.path("finish_reason").asText("stop"), events);
    }

    /** A chunk without choices, which OpenAI clients skip: the head of the stream was sent before anything was decided. */
    private ObjectNode decided(FoeDecision decision) {
        ObjectNode chunk = body();
        chunk.putArray("choices");
        chunk.set("majlis", decision.details(context));
        return chunk;
    }

    private void finish(int choice, String reason, List<SseEvent> events) {
        Progress progress = begin(choice, events);
        if (!progress.finished) {
            progress.finished = true;
            ObjectNode last = body();
            last.putArray("choices").add(ended(choice, reason));
            events.add(event(last));
        }
    }

    private Progress begin(int choice, List<SseEvent> events) {
        Progress known = choices.get(choice);
        if (known != null) {
            return known;
        }
        Progress progress = new Progress();
        choices.put(choice, progress);
        if (context.endpoint() == Endpoint.CHAT) {
            ObjectNode first = delta(choice, "", null);
            ((ObjectNode) first.path("choices").path(0).path("delta")).put("role", "assistant");
            events.add(event(first));
        }
        return progress;
    }

    private ObjectNode delta(int choice, String text, JsonNode logprobs) {
        ObjectNode body = body();
        ObjectNode node = body.putArray("choices").addObject();
        node.put("index", choice);
        if (context.endpoint() == Endpoint.CHAT) {
            node.putObject("delta").put("content", text);
        } else {
            node.put("text", text);
        }
        node.set("logprobs", logprobs == null ? JSON.nullNode() : logprobs);
        node.putNull("finish_reason");
        return body;
    }

    private ObjectNode ended(int choice, String reason) {
        ObjectNode node = JSON.objectNode();
        node.put("index", choice);
        if (context.endpoint() == Endpoint.CHAT) {
            node.putObject("delta");
        } else {
            node.put("text", "");
        }
        node.putNull("logprobs");
        node.put("finish_reason", reason);
        return node;
    }

    private ObjectNode body() {
        ObjectNode body = JSON.objectNode();
        body.put("id", context.id());
        body.put("object", context.endpoint().chunkObject());
        body.put("created", context.created());
        body.put("model", model);
        if (context.includeUsage()) {
            body.putNull("usage");
        }
        return body;
    }

    private static Verdict verdict(JsonNode reply) {
        return Json.mapper().convertValue(reply, Verdict.class);
    }

    private static ObjectNode usage(JsonNode answer) {
        return answer != null && answer.path("usage") instanceof ObjectNode usage ? usage : null;
    }

    private static SseEvent event(ObjectNode body) {
        return SseEvent.data(body.toString());
    }

    private List<SseEvent> withId(List<SseEvent> events, long seq) {
        if (!events.isEmpty()) {
            int last = events.size() - 1;
            events.set(last, events.get(last).withId(context.correlationId() + ":" + seq));
        }
        return events;
    }
}
