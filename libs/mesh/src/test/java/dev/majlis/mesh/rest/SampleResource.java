package dev.majlis.mesh.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;

/** Resources that fail in every way the rim must survive. */
@Path("/")
public class SampleResource {
    @Inject
    CurrentRequest current;

    /** One text. */
    public record Item(@NotBlank String text, int weight) {}

    /** Several. */
    public record Items(List<@Valid Item> items) {}

    @POST
    @Path("sample/v1/items")
    @Consumes(MediaType.APPLICATION_JSON)
    public int items(@Valid Items items) {
        return items.items().size();
    }

    @POST
    @Path("v1/chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    public int chat(@Valid Items items) {
        throw MeshException.invalid("/items/0/text", "no tools here");
    }

    @GET
    @Path("v2/models/{m}")
    public String model() {
        throw new MeshException(ProblemSlug.UNKNOWN_MODEL, "model 'x' is not served");
    }

    @GET
    @Path("sample/v1/busy")
    public String busy() {
        throw new MeshException(ProblemSlug.OVERLOADED, "queue is full")
                .withStatus(429)
                .withRetryAfter(Duration.ofMillis(1500));
    }

    @GET
    @Path("sample/v1/broken")
    public String broken() {
        throw new IllegalStateException("secret detail at /home/someone");
    }

    @GET
    @Path("sample/v1/facts")
    public String facts(@QueryParam("n") @Max(16) int n) {
        RequestFacts facts = current.facts();
        return facts.requestId() + " " + facts.tenant() + " "
                + Duration.between(facts.received(), facts.deadlineOr(Duration.ofSeconds(1)))
                        .toMillis();
    }
}
