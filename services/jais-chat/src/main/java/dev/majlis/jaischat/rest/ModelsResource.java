package dev.majlis.jaischat.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.openai.ModelsWriter;
import dev.majlis.jaischat.served.ServedModels;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which models answer here. */
@Path("/chat/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
public class ModelsResource {
    private final ServedModels models;

    @Inject
    public ModelsResource(ServedModels models) {
        this.models = models;
    }

    @GET
    @Operation(operationId = "listChatModels", summary = "All models of this service, with their state")
    public ObjectNode list() {
        return ModelsWriter.list(models.states());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getChatModel", summary = "One model")
    @APIResponse(responseCode = "200", description = "The model")
    @APIResponse(responseCode = "404", description = "The model is not served here")
    public ObjectNode one(@PathParam("id") String id) {
        ServedModels.State state = models.states().get(id);
        if (state == null) {
            throw new MeshException(
                    ProblemSlug.UNKNOWN_MODEL,
                    "model '%s' is not served here; there are %s"
                            .formatted(id, models.states().keySet()));
        }
        return ModelsWriter.model(id, state);
    }
}
