package dev.majlis.foe.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.job.Evaluations;
import dev.majlis.foe.job.Job;
import dev.majlis.foe.job.JobKind;
import dev.majlis.foe.job.Jobs;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.Fusers;
import dev.majlis.foe.serve.PoolRecord;
import dev.majlis.foe.serve.Pools;
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

/** Reports on the policies of a pool. */
@Path("/foe/v1/pools/{pool}/evaluations")
@Produces(Examples.JSON)
@Tag(name = "Evaluations")
public class EvaluationsResource {
    private static final int MOST = 64;

    private final Pools pools;
    private final Datasets datasets;
    private final Fusers fusers;
    private final Evaluations evaluations;
    private final Jobs jobs;
    private final Keyed keyed;
    private final CurrentRequest current;

    @Inject
    EvaluationsResource(
            Pools pools,
            Datasets datasets,
            Fusers fusers,
            Evaluations evaluations,
            Jobs jobs,
            Keyed keyed,
            CurrentRequest current) {
        this.pools = pools;
        this.datasets = datasets;
        this.fusers = fusers;
        this.evaluations = evaluations;
        this.jobs = jobs;
        this.keyed = keyed;
        this.current = current;
    }

    @POST
    @Consumes(Examples.JSON)
    @Operation(summary = "Measure policies on a data set; all of them unless some are named")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "test", value = Examples.EVALUATION)))
    public Response evaluate(@PathParam("pool") String pool, @HeaderParam("Idempotency-Key") String key, byte[] json) {
        return keyed.once(key, "POST /pools/" + pool + "/evaluations", json, () -> {
            Job job = jobs.accept(
                    current.facts().tenant(), JobKind.EVALUATION, pool, order(pools.find(pool), Fields.parse(json)));
            return new Keyed.Made(202, "/foe/v1/jobs/" + job.id(), JobView.of(job));
        });
    }

    @GET
    @Operation(summary = "Evaluations of a pool, oldest first")
    public byte[] list(@PathParam("pool") String pool) {
        return Wire.write(Map.of("evaluations", evaluations.list(pool)));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "The report: equal runs give equal bytes")
    public byte[] report(@PathParam("pool") String pool, @PathParam("id") String id) {
        return evaluations.content(evaluations.find(pool, id).report());
    }

    @GET
    @Path("{id}/pareto.svg")
    @Produces("image/svg+xml")
    @Operation(summary = "Accuracy against cost")
    public byte[] pareto(@PathParam("pool") String pool, @PathParam("id") String id) {
        return evaluations.content(evaluations.find(pool, id).pareto());
    }

    @GET
    @Path("{id}/table.txt")
    @Produces("text/plain;charset=UTF-8")
    @Operation(summary = "The report as a table")
    public byte[] table(@PathParam("pool") String pool, @PathParam("id") String id) {
        return evaluations.content(evaluations.find(pool, id).table());
    }

    private ObjectNode order(PoolRecord pool, Fields body) {
        ObjectNode order = Json.mapper().createObjectNode();
        order.put("dataset", datasets.find(pool.id(), body.name("dataset")).name());
        String fuser = body.optionalText("fuser", 64).or(pool::fuser).orElseThrow(() -> Failures.noFuser(pool.id()));
        order.put("fuser", fusers.find(pool.id(), fuser).id());
        order.put("seed", body.number64("seed").orElse(1L));
        body.find("policies").ifPresent(all -> {
            requireSome("/policies", all);
            Pool members = pools.pool(pool);
            all.forEach(policy -> {
                if (!policy.asText().equals("oracle")) {
                    PolicyReader.read(policy, members);
                }
            });
            order.set("policies", all);
        });
        body.find("lambdas").ifPresent(all -> {
            requireSome("/lambdas", all);
            all.forEach(lambda -> {
                if (!(lambda.isNumber() && lambda.doubleValue() >= 0)) {
                    throw Failures.invalid("/lambdas", "must hold numbers of at least 0");
                }
            });
            order.set("lambdas", all);
        });
        body.refuseUnknown();
        return order;
    }

    private static void requireSome(String pointer, JsonNode array) {
        if (!array.isArray() || array.size() > MOST) {
            throw Failures.invalid(pointer, "must be an array of at most " + MOST + " entries");
        }
    }
}
