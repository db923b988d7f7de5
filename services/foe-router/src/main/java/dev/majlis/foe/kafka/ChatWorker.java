package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.chat.ChatAnswer;
import dev.majlis.foe.chat.ChatCaller;
import dev.majlis.foe.chat.ChatOrder;
import dev.majlis.foe.chat.FoeChat;
import dev.majlis.foe.chat.TextPieces;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/**
 * {@code foe-router.chat}: an OpenAI request, or what a step before wrote, for a pool. Parameters of the hop: {@code pool}, {@code
 * policy}, {@code output} (openai, candidates, verdict), {@code keep}, {@code endpoint} (chat, completions). The text is streamed when
 * it is whole: which expert's it is, is known no earlier.
 */
@ApplicationScoped
public class ChatWorker {
    /** What it works on. */
    public static final Operation OPERATION = new Operation("foe-router", "chat");

    /** An OpenAI answer, a candidate set or a verdict, as the hop asks. */
    private static final String SCHEMA = "chat-answer";

    private static final Duration WITHOUT_DEADLINE = Duration.ofSeconds(60);

    private final FoeChat chat;
    private final Clock clock;

    @Inject
    public ChatWorker(FoeChat chat, Clock clock) {
        this.chat = chat;
        this.clock = clock;
    }

    Worker<JsonNode, ObjectNode> worker() {
        return Worker.of(OPERATION, JsonNode.class, SCHEMA, this::handle);
    }

    ObjectNode handle(Task<JsonNode> task) {
        ChatAnswer answer = chat.answer(ChatOrder.of(task.parameters(), task.input()), task.input(), caller(task));
        if (task.streaming()) {
            stream(task, answer);
        }
        return answer.reply();
    }

    private static void stream(Task<JsonNode> task, ChatAnswer answer) {
        if (answer.text().isPresent()) {
            TextPieces.of(answer.text().get()).forEach(piece -> task.emit(new Chunk.Part.Text(0, piece, 0, null)));
            task.emit(new Chunk.Part.Finish(
                    0, answer.reply().at("/choices/0/finish_reason").asText("stop")));
            return;
        }
        for (JsonNode candidate : answer.reply().path("candidates")) {
            task.emit(new Chunk.Part.Event(JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "candidate-done")
                    .put("index", candidate.path("index").asInt())
                    .put("tokens", candidate.path("tokens").asInt())));
        }
    }

    private ChatCaller caller(Task<JsonNode> task) {
        Envelope envelope = task.envelope();
        return new ChatCaller(
                envelope.replyTo().map(ReplyAddress::correlationId).orElse(envelope.id()),
                envelope.tenant(),
                task.deadline().orElseGet(() -> clock.instant().plus(WITHOUT_DEADLINE)));
    }
}
