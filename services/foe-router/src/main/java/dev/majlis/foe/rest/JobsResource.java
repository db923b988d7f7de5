package dev.majlis.foe.rest;

import dev.majlis.foe.job.Jobs;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What takes long. */
@Path("/foe/v1/jobs")
@Produces(Examples.JSON)
@Tag(name = "Jobs")
public class JobsResource {
    private final Jobs jobs;
    private final CurrentRequest current;

    @Inject
    JobsResource(Jobs jobs, CurrentRequest current) {
        this.jobs = jobs;
        this.current = current;
    }

    @GET
    @Operation(summary = "The latest hundred jobs, newest first")
    public byte[] list() {
        return Wire.write(Map.of(
                "jobs",
                jobs.list(current.facts().tenant()).stream().map(JobView::of).toList()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "How a job stands")
    public byte[] show(@PathParam("id") String id) {
        return Wire.write(JobView.of(jobs.find(id, current.facts().tenant())));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Cancel a job; one that has ended stays as it is")
    public byte[] cancel(@PathParam("id") String id) {
        return Wire.write(JobView.of(jobs.cancel(id, current.facts().tenant())));
    }
}
