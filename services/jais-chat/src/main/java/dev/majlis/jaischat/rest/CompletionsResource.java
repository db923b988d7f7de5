package dev.majlis.jaischat.rest;

import dev.majlis.jaischat.Caller;
import dev.majlis.jaischat.ChatService;
import dev.majlis.jaischat.CompletionRequest;
import dev.majlis.jaischat.Endpoint;
import dev.majlis.jaischat.PreparedAnswer;
import dev.majlis.jaischat.RunningAnswer;
import dev.majlis.jaischat.Seeds;
import dev.majlis.jaischat.config.JaisChatConfig;
import dev.majlis.jaischat.openai.AnswerWriter;
import dev.majlis.jaischat.openai.ChunkWriter;
import dev.majlis.jaischat.openai.RequestReader;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.rest.CurrentRequest;
import dev.majlis.mesh.rest.RequestFacts;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest.Priority;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** OpenAI's two operations that write text. */
@Path("/chat/v1")
@Tag(name = "completions", description = "Text written by the served models, in OpenAI's shapes")
public class CompletionsResource {
    private final ChatService service;
    private final RequestReader reader;
    private final FailureClassifier failures;
    private final CurrentRequest current;
    private final JaisChatConfig config;

    @Inject
    public CompletionsResource(
            ChatService service,
            RequestReader reader,
            FailureClassifier failures,
            CurrentRequest current,
            JaisChatConfig config) {
        this.service = service;
        this.reader = reader;
        this.failures = failures;
        this.current = current;
        this.config = config;
    }

    @POST
    @Path("/chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Blocking // rendering and tokenising take milliseconds
    @Operation(operationId = "createChatCompletion", summary = "Answers a conversation, n times if asked")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChatBody.class),
                            examples = @ExampleObject(name = "question", value = Examples.CHAT)))
    @APIResponse(responseCode = "200", description = "The answer; server-sent events when stream is true")
    @APIResponse(responseCode = "400", description = "A field is wrong; error.param names it")
    @APIResponse(responseCode = "404", description = "The model is not served here")
    @APIResponse(responseCode = "429", description = "The engine's queue is full; see Retry-After")
    @APIResponse(responseCode = "503", description = "The model is still loading; see Retry-After")
    public Uni<Response> chat(byte[] body) {
        return answer(Endpoint.CHAT, body);
    }

    @POST
    @Path("/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Blocking
    @Operation(operationId = "createCompletion", summary = "Continues a raw text or token ids, without a template")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TextBody.class),
                            examples = @ExampleObject(name = "beginning", value = Examples.TEXT)))
    @APIResponse(responseCode = "200", description = "The continuation; server-sent events when stream is true")
    @APIResponse(responseCode = "400", description = "A field is wrong; error.param names it")
    @APIResponse(responseCode = "404", description = "The model is not served here")
    public Uni<Response> text(byte[] body) {
        return answer(Endpoint.TEXT, body);
    }

    private Uni<Response> answer(Endpoint endpoint, byte[] body) {
        CompletionRequest request = reader.read(endpoint, body);
        PreparedAnswer prepared = service.prepare(request, caller());
        return request.stream() ? streamed(request, prepared) : whole(prepared);
    }

    private Uni<Response> streamed(CompletionRequest request, PreparedAnswer prepared) {
        var chunks = new ChunkWriter(prepared.head(), request.includeUsage());
        var encoder = new SseEncoder(chunks, failures, current.facts().requestId());
        var stream = new EventStream(config.streamBuffer(), encoder);
        stream.follow(service.start(prepared, stream));
        return Uni.createFrom()
                .item(Response.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE)
                        .header("Cache-Control", "no-cache")
                        .header("X-Accel-Buffering", "no")
                        .build());
    }

    private Uni<Response> whole(PreparedAnswer prepared) {
        RunningAnswer running = service.start(prepared, GenerationListener.NONE);
        return Uni.createFrom()
                .completionStage(running.answer())
                .onCancellation()
                .invoke(running::cancel) // the client is gone
                .map(answer -> Response.ok(AnswerWriter.write(answer), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    private Caller caller() {
        RequestFacts facts = current.facts();
        return new Caller(
                facts.tenant(),
                facts.requestId(),
                Priority.INTERACTIVE,
                facts.deadlineOr(config.timeout()),
                Seeds.of(facts.requestId())); // a call forwarded twice over the mesh keeps its id
    }
}
