package dev.majlis.foe.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.majlis.foe.chat.ChatAnswer;
import dev.majlis.foe.chat.ChatCaller;
import dev.majlis.foe.chat.ChatOrder;
import dev.majlis.foe.chat.ChatStream;
import dev.majlis.foe.chat.FoeChat;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.CurrentRequest;
import dev.majlis.mesh.rest.RequestFacts;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** OpenAI's chat completions over pools. */
@Path("/v1/chat/completions")
@Tag(name = "chat", description = "Pools in OpenAI's form")
public class ChatResource {
    private static final Duration WITHOUT_DEADLINE = Duration.ofSeconds(60);

    private final FoeChat chat;
    private final CurrentRequest current;

    @Inject
    public ChatResource(FoeChat chat, CurrentRequest current) {
        this.chat = chat;
        this.current = current;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Blocking // experts answer in their own time
    @Operation(
            operationId = "createFoeChatCompletion",
            summary = "Answers a conversation by the model foe:<pool> or foe:<pool>:<policy>",
            description =
                    "The chosen expert's text, or the label of a pool of classifiers; usage.foe and majlis.foe tell who was"
                            + " asked in which order, what it cost and why it ended. A stream begins when the text is whole.")
    @APIResponse(responseCode = "200", description = "The answer; server-sent events when stream is true")
    @APIResponse(responseCode = "404", description = "There is no such pool")
    @APIResponse(responseCode = "424", description = "Every expert that was asked failed")
    public Response complete(byte[] json) {
        JsonNode body = Json.read(json, JsonNode.class);
        ChatOrder order = ChatOrder.of(JsonNodeFactory.instance.objectNode(), body);
        RequestFacts facts = current.facts();
        var caller = new ChatCaller(facts.requestId(), facts.tenant(), facts.deadlineOr(WITHOUT_DEADLINE));
        ChatAnswer answer = chat.answer(order, body, caller);
        if (!body.path("stream").asBoolean(false)) {
            return Response.ok(Json.write(answer.reply()), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
        boolean usage = body.path("stream_options").path("include_usage").asBoolean(false);
        return Response.ok(ChatStream.events(answer, usage).getBytes(UTF_8), MediaType.SERVER_SENT_EVENTS_TYPE)
                .header("Cache-Control", "no-cache")
                .build();
    }
}
