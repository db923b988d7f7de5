package dev.majlis.foe.rest;

import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.PoolRecord;
import dev.majlis.foe.serve.Pools;
import dev.majlis.foe.serve.ServedPools;
import dev.majlis.foe.serve.Wire;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** Pools of experts. */
@Path("/foe/v1/pools")
@Produces(Examples.JSON)
@Tag(name = "Pools")
public class PoolsResource {
    private final Pools pools;
    private final ServedPools served;
    private final Keyed keyed;

    @Inject
    PoolsResource(Pools pools, ServedPools served, Keyed keyed) {
        this.pools = pools;
        this.served = served;
        this.keyed = keyed;
    }

    @POST
    @Consumes(Examples.JSON)
    @Operation(summary = "Make a pool of experts; the answer tells how they fit together")
    @RequestBody(
            content =
                    @Content(mediaType = Examples.JSON, examples = @ExampleObject(name = "two", value = Examples.POOL)))
    public Response make(@HeaderParam("Idempotency-Key") String key, byte[] json) {
        return keyed.once(key, "POST /pools", json, () -> {
            PoolRecord pool = pools.make(Fields.parse(json));
            return Keyed.Made.created("/foe/v1/pools/" + pool.id(), view(pool));
        });
    }

    @GET
    @Operation(summary = "All pools, oldest first")
    public byte[] list() {
        return Wire.write(Map.of("pools", pools.list().stream().map(this::view).toList()));
    }

    @GET
    @Path("{pool}")
    @Operation(summary = "A pool, how its experts fit together, and which fuser serves it")
    public byte[] show(@PathParam("pool") String pool) {
        return Wire.write(view(pools.find(pool)));
    }

    @DELETE
    @Path("{pool}")
    @Operation(summary = "Delete a pool with its data sets, fusers and evaluations")
    public Response delete(@PathParam("pool") String pool) {
        pools.delete(pool);
        served.forget(pool);
        return Response.noContent().build();
    }

    private PoolView view(PoolRecord pool) {
        return PoolView.of(pool, pools.compatibility(pool));
    }
}
