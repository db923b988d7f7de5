package dev.majlis.cappy.adaptation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * An adaptation as clients see it.
 *
 * @param id of its training job
 * @param state {@code QUEUED, GENERATING, LABELLING, TRAINING, EVALUATING, DONE, FAILED, CANCELLED}
 * @param baseModel what is adapted, with the version that was current when it was accepted
 * @param progress of the training, from 0 to 1
 * @param phase how much of the state is done, where that is counted
 * @param step last update of the training
 * @param data hash and number of the rows
 * @param parameters all of them, defaults included
 * @param report the proof, once {@code DONE}
 * @param promotable whether the proof holds; null before
 * @param error problem document of a failed one
 * @param published {@code model@version} once promoted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AdaptationView(
        String id,
        String state,
        @JsonProperty("base_model") String baseModel,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("updated_at") String updatedAt,
        double progress,
        JsonNode phase,
        JsonNode step,
        JsonNode data,
        JsonNode parameters,
        Long seed,
        JsonNode report,
        Boolean promotable,
        JsonNode error,
        String published,
        Map<String, String> links) {

    /** @param report null before the end */
    static AdaptationView of(JsonNode job, JsonNode report) {
        String id = job.path("id").asText();
        String self = "/cappy/v1/adaptations/" + id;
        return new AdaptationView(
                id,
                state(job),
                job.path("model").asText(),
                text(job, "createdAt"),
                text(job, "updatedAt"),
                job.path("progress").asDouble(),
                job.at("/phase/total").asLong() > 0 ? job.get("phase") : null,
                job.has("step") ? Spelling.snake(job.get("step")) : null,
                job.has("data") ? Spelling.snake(job.get("data")) : null,
                job.has("parameters") ? Spelling.snake(job.get("parameters")) : null,
                job.has("seed") ? job.get("seed").asLong() : null,
                report == null ? null : Spelling.snake(report),
                report == null ? null : report.path("promotable").asBoolean(),
                job.get("error"),
                text(job, "published"),
                Map.of(
                        "self",
                        self,
                        "cancel",
                        self + "/cancel",
                        "promote",
                        self + "/promote",
                        "rollback",
                        self + "/rollback"));
    }

    static String state(JsonNode job) {
        return switch (job.path("state").asText()) {
            case "QUEUED" -> "QUEUED";
            // before the first phase the base is fetched
            case "RUNNING" -> job.at("/phase/name").asText("LABELLING");
            case "SUCCEEDED" -> "DONE";
            case "CANCELLED" -> "CANCELLED";
            // EXPIRED too: it waited too long
            default -> "FAILED";
        };
    }

    private static String text(JsonNode job, String name) {
        return job.hasNonNull(name) ? job.get(name).asText() : null;
    }
}
