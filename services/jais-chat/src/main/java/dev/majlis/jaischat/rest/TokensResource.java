package dev.majlis.jaischat.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.TokenService;
import dev.majlis.jaischat.openai.TokenRequest;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows exactly what a model would read. */
@Path("/chat/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "tokens", description = "Prompts and their tokens, without generating")
public class TokensResource {
    private final TokenService tokens;

    @Inject
    public TokensResource(TokenService tokens) {
        this.tokens = tokens;
    }

    @POST
    @Path("/tokenize")
    @Operation(
            operationId = "tokenize",
            summary = "Token ids and count of a text or of a conversation as it is written")
    @RequestBody(
            required = true,
            content = @Content(examples = @ExampleObject(name = "text", value = Examples.TOKENIZE)))
    public ObjectNode tokenize(byte[] body) {
        TokenRequest request = TokenRequest.tokenize(body);
        TokenService.Tokens found = request.prompt()
                .map(text -> tokens.tokenize(request.model(), text, request.parseSpecial()))
                .orElseGet(() -> tokens.tokenize(request.model(), request.messages(), request.template()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("count", found.count());
        answer.put("max_model_len", found.contextLength());
        if (found.ids().isEmpty()) {
            answer.putNull("tokens");
        } else {
            var ids = answer.putArray("tokens");
            for (int id : found.ids().get()) {
                ids.add(id);
            }
        }
        return answer;
    }

    @POST
    @Path("/detokenize")
    @Operation(operationId = "detokenize", summary = "Text of token ids")
    @RequestBody(
            required = true,
            content = @Content(examples = @ExampleObject(name = "ids", value = Examples.DETOKENIZE)))
    public ObjectNode detokenize(byte[] body) {
        TokenRequest request = TokenRequest.detokenize(body);
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt", tokens.detokenize(request.model(), request.tokens()));
    }

    @POST
    @Path("/templates/render")
    @Operation(operationId = "renderTemplate", summary = "A conversation as the model's template writes it")
    @RequestBody(
            required = true,
            content = @Content(examples = @ExampleObject(name = "conversation", value = Examples.RENDER)))
    public ObjectNode render(byte[] body) {
        TokenRequest request = TokenRequest.render(body);
        TokenService.Rendered rendered = tokens.render(request.model(), request.messages(), request.template());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("prompt", rendered.text());
        answer.put("template", rendered.planned().template());
        answer.put("count", rendered.planned().tokens());
        answer.put("max_model_len", rendered.contextLength());
        answer.put("neutralised_markers", rendered.planned().neutralised());
        var stops = answer.putArray("stop");
        rendered.stops().forEach(stops::add);
        if (!rendered.planned().warnings().isEmpty()) {
            var warnings = answer.putArray("warnings");
            rendered.planned().warnings().forEach(warnings::add);
        }
        return answer;
    }
}
