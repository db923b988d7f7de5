package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.model.PublishedScorer;
import dev.majlis.cappy.model.ScorerModels;
import dev.majlis.cappy.model.ServedScorer;
import dev.majlis.cappy.score.Calibrating;
import dev.majlis.cappy.score.Calibrations;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The scorers that are served. */
@Path("/")
@Produces(JSON)
@Tag(name = "Cappy")
public class ModelsResource {
    private final ScorerModels models;
    private final Calibrations calibrations;
    private final Calibrating calibrating;
    private final Admission admission;

    @Inject
    ModelsResource(ScorerModels models, Calibrations calibrations, Calibrating calibrating, Admission admission) {
        this.models = models;
        this.calibrations = calibrations;
        this.calibrating = calibrating;
        this.admission = admission;
    }

    /**
     * @param name in the catalog
     * @param isDefault used when a request names no model
     * @param state {@code loading}, {@code ready} or {@code failed}
     * @param hindrance why it is not ready
     * @param version of the weights; this and the rest only when ready
     * @param scoreKind what a score means
     * @param maxLength tokens of a pair
     * @param engine that runs it
     * @param sha256 of the weights
     * @param tokenizerSha256 of the tokenizer
     * @param base what it was trained from; this and the next two only for a published version
     * @param previous version that it replaced
     * @param publishedAt when it became the current one
     * @param adaptation the proof of a version that was adapted
     * @param refused the newest published version when it could not be loaded
     * @param calibration how well its probabilities hold; null without one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Model(
            String name,
            @JsonProperty("default") boolean isDefault,
            String state,
            String hindrance,
            String version,
            @JsonProperty("score_kind") String scoreKind,
            @JsonProperty("max_length") Integer maxLength,
            String engine,
            String sha256,
            @JsonProperty("tokenizer_sha256") String tokenizerSha256,
            String base,
            String previous,
            @JsonProperty("published_at") Instant publishedAt,
            AdaptationAnswer adaptation,
            ServedScorer.Refusal refused,
            CalibrationAnswer calibration) {}

    /** All of them, the default first. */
    public record Models(List<Model> models) {}

    @GET
    @Path("cappy/v1/models")
    @Operation(summary = "All scorers, the default first")
    public Models models() {
        return new Models(models.all().stream().map(this::describe).toList());
    }

    @GET
    @Path("cappy/v1/models/{model}")
    @Operation(summary = "One scorer")
    public Model model(@PathParam("model") String model) {
        return describe(models.find(model));
    }

    @POST
    @Consumes(JSON)
    @Path("cappy/v1/models/{model}/calibration")
    @Operation(summary = "Learn from labelled pairs what a score is worth, and prove it on pairs held back")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples =
                                    @ExampleObject(
                                            name = "422",
                                            summary = "The form; at least 100 pairs are needed, so this is refused",
                                            value = Examples.CALIBRATION)))
    public CalibrationAnswer calibrate(@PathParam("model") String model, byte[] json) {
        Fields body = Fields.parse(json);
        return CalibrationAnswer.of(admission.admit(terms -> calibrating.calibrate(model, body, terms)));
    }

    @DELETE
    @Path("cappy/v1/models/{model}/calibration")
    @Operation(summary = "Forget the calibration")
    public void forget(@PathParam("model") String model) {
        calibrations.remove(models.require(Optional.of(model)).model().sha256());
    }

    private Model describe(ServedScorer served) {
        Optional<ScorerModel> model = served.scorer().map(PairScorer::model);
        return new Model(
                served.name(),
                served.name().equals(models.defaultName()),
                served.state().name().toLowerCase(Locale.ROOT),
                served.hindrance().orElse(null),
                model.map(ScorerModel::version).orElse(null),
                model.map(one -> one.kind().wireName()).orElse(null),
                model.map(ScorerModel::maxTokens).orElse(null),
                model.map(ScorerModel::engine).orElse(null),
                model.map(ScorerModel::sha256).orElse(null),
                model.map(ScorerModel::tokenizerSha256).orElse(null),
                served.published().flatMap(PublishedScorer::base).orElse(null),
                served.published().flatMap(PublishedScorer::previous).orElse(null),
                served.published().map(PublishedScorer::publishedAt).orElse(null),
                served.published().flatMap(AdaptationAnswer::of).orElse(null),
                served.refusal().orElse(null),
                model.flatMap(one -> calibrations.find(one.sha256()))
                        .map(CalibrationAnswer::of)
                        .orElse(null));
    }
}
