package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.model.ScorerModels;
import dev.majlis.cappy.model.ServedScorer;
import dev.majlis.cappy.score.Activation;
import dev.majlis.cappy.score.ListScoring;
import dev.majlis.cappy.score.Scored;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.error.ErrorShape;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Open Inference Protocol V2: inputs {@code instruction} and {@code response}, BYTES [n]; output {@code score}, FP32 [n], always
 * raw.
 */
@Path("/")
@Produces(JSON)
@Tag(name = "Open Inference Protocol V2")
public class OipResource {
    private final ScorerModels models;
    private final ListScoring scoring;
    private final Admission admission;
    private final FailureClassifier failures;
    private final String version;

    @Inject
    OipResource(
            ScorerModels models,
            ListScoring scoring,
            Admission admission,
            FailureClassifier failures,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.models = models;
        this.scoring = scoring;
        this.admission = admission;
        this.failures = failures;
        this.version = version;
    }

    /** What the server is. */
    public record Server(String name, String version, List<String> extensions) {}

    /** One input or output of a model; −1 stands for any length. */
    public record Tensor(String name, String datatype, List<Integer> shape) {}

    /** What a model takes and gives. */
    public record Metadata(
            String name, List<String> versions, String platform, List<Tensor> inputs, List<Tensor> outputs) {}

    @GET
    @Path("v2")
    @Operation(summary = "Server metadata")
    public Server server() {
        return new Server("cappy-scorer", version, List.of());
    }

    @GET
    @Path("v2/health/live")
    @Operation(summary = "Whether the process runs")
    public Map<String, Boolean> live() {
        return Map.of("live", true);
    }

    @GET
    @Path("v2/health/ready")
    @Operation(summary = "Whether all models are ready; 503 when not")
    public Response ready() {
        boolean ready = models.ready();
        return Response.status(ready ? 200 : 503).entity(Map.of("ready", ready)).build();
    }

    @GET
    @Path("v2/models/{model}")
    @Operation(summary = "Model metadata")
    public Metadata metadata(@PathParam("model") String model) {
        return metadata(models.require(Optional.of(model)).model());
    }

    @GET
    @Path("v2/models/{model}/versions/{version}")
    @Operation(summary = "Model metadata of one version")
    public Metadata metadata(@PathParam("model") String model, @PathParam("version") String modelVersion) {
        return metadata(require(model, Optional.of(modelVersion)));
    }

    @GET
    @Path("v2/models/{model}/ready")
    @Operation(summary = "Whether a model is ready; 503 when not")
    public Response ready(@PathParam("model") String model) {
        boolean ready = models.find(model).state() == ServedScorer.State.READY;
        return Response.status(ready ? 200 : 503)
                .entity(new Readiness(model, ready))
                .build();
    }

    @GET
    @Path("v2/models/{model}/versions/{version}/ready")
    @Operation(summary = "Whether one version of a model is ready")
    public Response ready(@PathParam("model") String model, @PathParam("version") String modelVersion) {
        require(model, Optional.of(modelVersion));
        return ready(model);
    }

    /** Answer of the readiness paths. */
    public record Readiness(String name, boolean ready) {}

    @POST
    @Path("v2/models/{model}/infer")
    @Consumes(JSON)
    @Operation(summary = "Score pairs")
    @RequestBody(
            content =
                    @Content(mediaType = JSON, examples = @ExampleObject(name = "example", value = Examples.OIP_INFER)))
    public Response infer(@PathParam("model") String model, byte[] json) {
        return infer(model, Optional.empty(), json);
    }

    @POST
    @Path("v2/models/{model}/versions/{version}/infer")
    @Consumes(JSON)
    @Operation(summary = "Score pairs with one version")
    @RequestBody(
            content =
                    @Content(mediaType = JSON, examples = @ExampleObject(name = "example", value = Examples.OIP_INFER)))
    public Response infer(@PathParam("model") String model, @PathParam("version") String modelVersion, byte[] json) {
        return infer(model, Optional.of(modelVersion), json);
    }

    private Response infer(String name, Optional<String> modelVersion, byte[] json) {
        OipRequest request = OipRequest.of(Fields.parse(json));
        return admission.admit(terms -> {
            ScorerModel model = require(name, modelVersion);
            Scored scored = scoring.score(
                    Optional.of(name), request.pairs(), request.overflow(), terms, i -> "/inputs/response/" + i);
            return ScoreAnswers.of(OipAnswer.of(model, request, scored), scored, Activation.NONE);
        });
    }

    private ScorerModel require(String name, Optional<String> modelVersion) {
        PairScorer scorer = models.require(Optional.of(name));
        modelVersion.filter(wanted -> !wanted.equals(scorer.model().version())).ifPresent(wanted -> {
            throw Failures.unknownModel(
                    name + "' in version '" + wanted,
                    List.of(name + " " + scorer.model().version()));
        });
        return scorer.model();
    }

    private static Metadata metadata(ScorerModel model) {
        return new Metadata(
                model.name(),
                List.of(model.version()),
                model.engine(),
                List.of(
                        new Tensor(OipRequest.INSTRUCTION, OipRequest.BYTES, List.of(-1)),
                        new Tensor(OipRequest.RESPONSE, OipRequest.BYTES, List.of(-1))),
                List.of(new Tensor(OipRequest.SCORE, OipRequest.FP32, List.of(-1))));
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        return ShapedFailure.respond(failures.translate(failure), ErrorShape.OIP);
    }
}
