package dev.majlis.foe.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.job.Job;
import dev.majlis.foe.job.JobKind;
import dev.majlis.foe.job.Jobs;
import dev.majlis.foe.job.OutputsWork;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.FuserSettings;
import dev.majlis.foe.serve.Fusers;
import dev.majlis.foe.serve.PoolRecord;
import dev.majlis.foe.serve.Pools;
import dev.majlis.foe.serve.ServedPools;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Outputs of experts, and fusers that learn from them. */
@Path("/foe/v1/pools/{pool}")
@Produces(Examples.JSON)
@Tag(name = "Fusers")
public class FusersResource {
    private final Pools pools;
    private final Datasets datasets;
    private final Fusers fusers;
    private final ServedPools served;
    private final Jobs jobs;
    private final Keyed keyed;
    private final CurrentRequest current;

    @Inject
    FusersResource(
            Pools pools,
            Datasets datasets,
            Fusers fusers,
            ServedPools served,
            Jobs jobs,
            Keyed keyed,
            CurrentRequest current) {
        this.pools = pools;
        this.datasets = datasets;
        this.fusers = fusers;
        this.served = served;
        this.jobs = jobs;
        this.keyed = keyed;
        this.current = current;
    }

    @POST
    @Path("outputs")
    @Consumes(Examples.JSON)
    @Operation(summary = "Ask all experts about a data set and keep what they say; what is kept is never asked again")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "train", value = Examples.OUTPUTS)))
    public Response outputs(@PathParam("pool") String pool, @HeaderParam("Idempotency-Key") String key, byte[] json) {
        return keyed.once(key, "POST /pools/" + pool + "/outputs", json, () -> {
            pools.find(pool);
            Fields body = Fields.parse(json);
            ObjectNode request = Json.mapper().createObjectNode();
            request.put("dataset", datasets.find(pool, body.name("dataset")).name());
            request.put("in_flight", body.whole("in_flight", 1, 64).orElse(OutputsWork.IN_FLIGHT));
            body.refuseUnknown();
            return accepted(JobKind.OUTPUTS, pool, request);
        });
    }

    @POST
    @Path("fusers")
    @Consumes(Examples.JSON)
    @Operation(summary = "Train a fuser on the kept outputs of a data set")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "logreg", value = Examples.FUSER)))
    public Response train(@PathParam("pool") String pool, @HeaderParam("Idempotency-Key") String key, byte[] json) {
        return keyed.once(key, "POST /pools/" + pool + "/fusers", json, () -> {
            PoolRecord members = pools.find(pool);
            FuserSettings settings = FuserSettings.read(Fields.parse(json), members);
            datasets.find(pool, settings.dataset());
            settings.estimate().ifPresent(name -> datasets.find(pool, name));
            return accepted(JobKind.FUSER, pool, (ObjectNode) Wire.tree(settings));
        });
    }

    @GET
    @Path("fusers")
    @Operation(summary = "Fusers of a pool, oldest first")
    public byte[] list(@PathParam("pool") String pool) {
        PoolRecord record = pools.find(pool);
        return Wire.write(Map.of(
                "fusers",
                fusers.list(pool).stream()
                        .map(fuser -> FuserView.of(fuser, record))
                        .toList()));
    }

    @GET
    @Path("fusers/{id}")
    @Operation(summary = "A fuser: settings, versions of the experts, metrics, loss over training")
    public byte[] show(@PathParam("pool") String pool, @PathParam("id") String id) {
        return Wire.write(FuserView.of(fusers.find(pool, id), pools.find(pool)));
    }

    @POST
    @Path("fusers/{id}/promote")
    @Operation(summary = "Let a fuser serve the pool; every instance follows within two seconds")
    public byte[] promote(@PathParam("pool") String pool, @PathParam("id") String id) {
        fusers.find(pool, id);
        return changed(pools.promote(pool, id));
    }

    @POST
    @Path("fusers/rollback")
    @Operation(summary = "Let the fuser before this one serve the pool again")
    public byte[] rollback(@PathParam("pool") String pool) {
        return changed(pools.rollback(pool));
    }

    private byte[] changed(PoolRecord pool) {
        served.forget(pool.id());
        return Wire.write(PoolView.of(pool, pools.compatibility(pool)));
    }

    private Keyed.Made accepted(JobKind kind, String pool, ObjectNode request) {
        Job job = jobs.accept(current.facts().tenant(), kind, pool, request);
        return new Keyed.Made(202, "/foe/v1/jobs/" + job.id(), JobView.of(job));
    }
}
