package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import dev.majlis.cappy.adaptation.AdaptationView;
import dev.majlis.cappy.adaptation.Adaptations;
import dev.majlis.cappy.adaptation.Adaptations.Asker;
import dev.majlis.cappy.adaptation.Adaptations.Promoted;
import dev.majlis.cappy.text.Fields;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Adaptations of scorers to a task, with a proof (cappy.md §3.2, §7). */
@Path("/cappy/v1/adaptations")
@Produces(JSON)
@Tag(name = "Cappy")
public class AdaptationsResource {
    private final Adaptations adaptations;
    private final Admission admission;

    @Inject
    AdaptationsResource(Adaptations adaptations, Admission admission) {
        this.adaptations = adaptations;
        this.admission = admission;
    }

    @POST
    @Operation(summary = "Adapt a scorer to rows of a task; the answer comes at once, the proof later")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples = {
                                @ExampleObject(name = "file", value = Examples.ADAPTATION_FILE),
                                @ExampleObject(
                                        name = "rows",
                                        summary = "The form; at least 50 rows are needed",
                                        value = Examples.ADAPTATION_ROWS)
                            }))
    public Response adapt(@HeaderParam(Admission.KEY) String key, byte[] json) {
        Fields body = Fields.parse(json);
        AdaptationView accepted = asked(asker -> adaptations.accept(body, Optional.ofNullable(key), asker));
        return Response.accepted(accepted)
                // as text: JAX-RS would put this process's own address in front
                .header("Location", accepted.links().get("self"))
                .header("Retry-After", 1)
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "How an adaptation stands, and its proof")
    public AdaptationView show(@PathParam("id") String id) {
        return asked(asker -> adaptations.find(id, asker));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(summary = "Cancel an adaptation; one that has ended stays as it is")
    @RequestBody(content = @Content(mediaType = JSON, examples = @ExampleObject(name = "cancel", value = "{}")))
    public AdaptationView cancel(@PathParam("id") String id, byte[] json) {
        requireEmpty(json);
        return asked(asker -> adaptations.cancel(id, asker));
    }

    @POST
    @Path("{id}/promote")
    @Operation(summary = "Serve what was adapted; refused (409) when the interval of the gain includes zero")
    @RequestBody(
            content =
                    @Content(mediaType = JSON, examples = @ExampleObject(name = "promote", value = Examples.PROMOTION)))
    public Promoted promote(@PathParam("id") String id, byte[] json) {
        Fields body = json.length == 0 ? Fields.none() : Fields.parse(json);
        Optional<String> model = body.optionalText("model");
        body.refuseUnknown();
        return asked(asker -> adaptations.promote(id, model, asker));
    }

    @POST
    @Path("{id}/rollback")
    @Operation(summary = "Serve the version before again; refused (409) when this one is not the current one")
    @RequestBody(content = @Content(mediaType = JSON, examples = @ExampleObject(name = "rollback", value = "{}")))
    public Promoted rollback(@PathParam("id") String id, byte[] json) {
        requireEmpty(json);
        return asked(asker -> adaptations.rollback(id, asker));
    }

    private static void requireEmpty(byte[] json) {
        if (json.length > 0) {
            Fields.parse(json).refuseUnknown();
        }
    }

    private <T> T asked(Function<Asker, T> question) {
        return admission.admit(terms -> question.apply(new Asker(admission.tenant(), terms.deadline())));
    }
}
