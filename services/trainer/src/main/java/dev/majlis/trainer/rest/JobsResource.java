package dev.majlis.trainer.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.mesh.rest.CurrentRequest;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobKey;
import dev.majlis.trainer.job.JobResult;
import dev.majlis.trainer.job.Jobs;
import dev.majlis.trainer.run.JobQueue;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Training jobs. */
@Path("/trainer/v1")
@Produces("application/json")
@Tag(name = "Trainer")
public class JobsResource {
    static final String PATH = "/trainer/v1/jobs";

    private static final String EXAMPLE =
            """
            {"task": "scorer", "model": "minilm-l6-v2", "data": {"file": "pairs.jsonl"},
             "parameters": {"epochs": 2, "validationShare": 0.1}, "seed": 7}""";
    private static final String CLASSIFIER =
            """
            {"task": "text-classifier", "data": [{"text": "a fine film", "label": "good"}, {"text": "dull", "label": "bad"}],
             "parameters": {"features": "ngrams", "epochs": 20}}""";
    private static final String FUSER =
            """
            {"task": "foe-fuser", "data": {"blob": {"sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
             "bytes": 123456}, "name": "rows.jsonl.gz"}, "parameters": {"blocks": [2, 2, 384], "classes": 2, "standardise": [2]}}""";
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final Jobs jobs;
    private final JobReader reader;
    private final JobQueue queue;
    private final CurrentRequest current;

    @Inject
    JobsResource(Jobs jobs, JobReader reader, JobQueue queue, CurrentRequest current) {
        this.jobs = jobs;
        this.reader = reader;
        this.queue = queue;
        this.current = current;
    }

    /** The latest jobs. */
    public record JobList(List<JobView> jobs) {}

    /** What a job has made. */
    public record ResultView(String id, JobResult result) {}

    /** The current versions of all models. */
    public record ModelList(List<ModelVersion> models) {}

    @POST
    @Path("jobs")
    @Consumes("application/json")
    @Operation(
            summary = "Train a model; the answer comes at once, the model later",
            description =
                    "model is left away where the task starts from none: foe-fuser, and text-classifier on n-grams."
                            + " data is an array of rows, a file, an address, or a blob that another service has left in the mesh's blob"
                            + " store.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            examples = {
                                @ExampleObject(name = "scorer", value = EXAMPLE),
                                @ExampleObject(name = "text-classifier", value = CLASSIFIER),
                                @ExampleObject(name = "foe-fuser", value = FUSER)
                            }))
    public Response submit(@HeaderParam("Idempotency-Key") String key, byte[] json) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw new MeshException(
                    ProblemSlug.INVALID_REQUEST, "Idempotency-Key: must have 1 to 255 printable ASCII characters");
        }
        JobReader.Order order = reader.read(json);
        Jobs.Accepted accepted = jobs.accept(
                tenant(),
                order.request(),
                order.data(),
                Optional.ofNullable(key).map(text -> JobKey.of(tenant(), text, json)));
        queue.wake();
        Job job = accepted.job();
        Response.ResponseBuilder answer = Response.accepted(JobView.of(job))
                // as text: JAX-RS would put this process's own address in front, which clients of the gateway do not
                // reach
                .header("Location", PATH + "/" + job.id())
                .header("Retry-After", 1);
        return (accepted.replayed() ? answer.header("Idempotency-Replayed", "true") : answer).build();
    }

    @GET
    @Path("jobs")
    @Operation(summary = "The latest hundred jobs, newest first")
    public JobList list() {
        return new JobList(jobs.list(tenant()).stream().map(JobView::of).toList());
    }

    @GET
    @Path("jobs/{id}")
    @Operation(summary = "How a job stands")
    public JobView show(@PathParam("id") String id) {
        return JobView.of(jobs.find(id, tenant()));
    }

    @GET
    @Path("jobs/{id}/result")
    @Operation(
            summary = "What a job has made: metrics, files, lineage",
            description =
                    "artefacts name each file of the model with sha256, bytes and uri; blob:models/… lies below the blob"
                            + " folder that all services share, so that a caller needs no registry to read it.")
    public ResultView result(@PathParam("id") String id) {
        return new ResultView(id, jobs.result(id, tenant()));
    }

    @DELETE
    @Path("jobs/{id}")
    @Operation(summary = "Cancel a job; one that has ended stays as it is")
    public JobView cancel(@PathParam("id") String id) {
        JobView view = JobView.of(jobs.cancel(id, tenant()));
        queue.wake();
        return view;
    }

    @POST
    @Path("jobs/{id}/publish")
    @Operation(summary = "Make what a job has made the current version of a model")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            examples = @ExampleObject(name = "name", value = "{\"model\": \"cappy-mini\"}")))
    public ModelVersion publish(@PathParam("id") String id, byte[] json) {
        Optional<String> model = Body.parse(json, Set.of("model")).optionalText("model", 128);
        model.ifPresent(name -> requireName("/model", name));
        return jobs.publish(id, tenant(), model);
    }

    @GET
    @Path("models")
    @Operation(summary = "The current version of every model of the registry")
    public ModelList models() {
        return new ModelList(jobs.models());
    }

    @POST
    @Path("models/{model}/rollback")
    @Operation(summary = "Make the version before the current one current again")
    public ModelVersion rollback(@PathParam("model") String model) {
        requireName("model", model);
        return jobs.rollback(model);
    }

    private static void requireName(String pointer, String name) {
        if (!MODEL.matcher(name).matches()) {
            throw MeshException.invalid(pointer, "1 to 128 letters, digits, dots, dashes and underscores");
        }
    }

    private String tenant() {
        return current.facts().tenant();
    }
}
