package dev.majlis.foe.rest;

import dev.majlis.foe.serve.DecisionLog;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The decision log. */
@Path("/foe/v1/decisions")
@Produces(Examples.JSON)
@Tag(name = "Predictions")
public class DecisionsResource {
    private final DecisionLog log;
    private final CurrentRequest current;

    @Inject
    DecisionsResource(DecisionLog log, CurrentRequest current) {
        this.log = log;
        this.current = current;
    }

    @GET
    @Path("{id}")
    @Operation(summary = "How an input was decided: every step, and what else could have been asked")
    public byte[] show(@PathParam("id") String id) {
        return Wire.write(log.find(current.facts().tenant(), id));
    }
}
