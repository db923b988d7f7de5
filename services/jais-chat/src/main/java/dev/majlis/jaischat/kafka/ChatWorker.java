package dev.majlis.jaischat.kafka;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.jaischat.Caller;
import dev.majlis.jaischat.ChatService;
import dev.majlis.jaischat.CompletionRequest;
import dev.majlis.jaischat.Limits;
import dev.majlis.jaischat.PreparedAnswer;
import dev.majlis.jaischat.RunningAnswer;
import dev.majlis.jaischat.Seeds;
import dev.majlis.jaischat.openai.AnswerWriter;
import dev.majlis.jaischat.openai.RequestReader;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest.Priority;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * {@code jais-chat.chat}: answers an OpenAI request from the mesh. Hop parameters: {@code endpoint} (chat, completions), {@code
 * output} (openai, candidates) and {@code n}.
 *
 * <p>A request without seed gets one from the client's idempotency key, else from its correlation id, so that a redelivered
 * request writes the same answer again and a stream can be taken up where it broke (platform §2.4).
 */
public final class ChatWorker implements Worker<byte[], JsonNode> {
    public static final Operation OPERATION = new Operation("jais-chat", "chat");

    private final ChatService service;
    private final RequestReader reader;
    private final String defaultModel;
    private final Limits limits;
    private final Duration timeout;
    private final Clock clock;

    /**
     * @param defaultModel for requests that name none: a scorer that draws candidates, say, takes what the service has
     * @param timeout for requests without deadline
     */
    public ChatWorker(
            ChatService service,
            RequestReader reader,
            String defaultModel,
            Limits limits,
            Duration timeout,
            Clock clock) {
        this.service = requireNonNull(service, "service is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.defaultModel = requireNonNull(defaultModel, "defaultModel is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public Class<byte[]> input() {
        return byte[].class;
    }

    /** An OpenAI answer or a candidate set, as the hop asks. */
    @Override
    public String outputSchema() {
        return "chat-answer";
    }

    @Override
    public CompletionStage<JsonNode> handle(Task<byte[]> task) {
        ChatHop hop = ChatHop.of(task.parameters(), limits.maxChoices());
        CompletionRequest body = reader.read(hop.endpoint(), task.input(), defaultModel);
        CompletionRequest request = hop.n().map(body::withN).orElse(body);
        PreparedAnswer prepared = service.prepare(request, caller(task));
        RunningAnswer running = service.start(prepared, listener(task, hop, prepared));
        task.onCancel(running::cancel);
        return running.answer()
                .thenApply(answer -> hop.candidates()
                        ? Json.mapper().valueToTree(Candidates.of(request, answer))
                        : AnswerWriter.write(answer));
    }

    private static GenerationListener listener(Task<byte[]> task, ChatHop hop, PreparedAnswer prepared) {
        if (!task.streaming()) {
            return GenerationListener.NONE;
        }
        return hop.candidates() ? new CandidateEvents(task) : new ChunkEmitter(task, prepared.head());
    }

    private Caller caller(Task<byte[]> task) {
        Envelope envelope = task.envelope();
        String correlationId =
                envelope.replyTo().map(ReplyAddress::correlationId).orElse(envelope.id());
        return new Caller(
                envelope.tenant(),
                correlationId,
                envelope.priority() == dev.majlis.mesh.envelope.Priority.BATCH ? Priority.BATCH : Priority.INTERACTIVE,
                task.deadline().orElseGet(() -> clock.instant().plus(timeout)),
                Seeds.of(envelope.idempotencyKey()
                        .map(key -> envelope.tenant() + "\n" + key)
                        .orElse(correlationId)));
    }
}
