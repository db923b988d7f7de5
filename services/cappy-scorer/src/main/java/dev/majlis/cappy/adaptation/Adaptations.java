package dev.majlis.cappy.adaptation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.error.MeshException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Accepts, shows, cancels, promotes and takes back adaptations; all of them live in the trainer. Blocks; thread-safe. */
public final class Adaptations {
    private static final String JOBS = "/trainer/v1/jobs";
    private static final String MODELS = "/trainer/v1/models";
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private final Trainer trainer;

    public Adaptations(Trainer trainer) {
        this.trainer = requireNonNull(trainer, "trainer is null");
    }

    /**
     * Who asks, and until when.
     *
     * @param tenant nobody else sees the adaptation
     * @param deadline of the answer
     */
    public record Asker(String tenant, Instant deadline) {}

    /**
     * Which version answers to a name now.
     *
     * @param model in requests
     * @param version the id of the adaptation that made it, or another one after a rollback
     * @param previous that it replaced; null when there was none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Promoted(
            String model, String version, String previous, @JsonProperty("published_at") String publishedAt) {

        static Promoted of(JsonNode version) {
            return new Promoted(
                    version.path("model").asText(),
                    version.path("version").asText(),
                    version.at("/previous/version").asText(null),
                    version.path("publishedAt").asText(null));
        }
    }

    /** @param key the client's idempotency key */
    public AdaptationView accept(Fields fields, Optional<String> key, Asker asker) {
        ObjectNode job = AdaptationRequest.job(fields);
        Map<String, String> headers =
                key.map(name -> Map.of("idempotency-key", name)).orElseGet(Map::of);
        try {
            return AdaptationView.of(trainer.ask("POST", JOBS, job, headers, asker.tenant(), asker.deadline()), null);
        } catch (MeshException e) {
            throw AdaptationRequest.translated(e);
        }
    }

    /** @throws MeshException {@code UNKNOWN_ADAPTATION} */
    public AdaptationView find(String id, Asker asker) {
        JsonNode job = job(id, asker);
        JsonNode report = AdaptationView.state(job).equals("DONE")
                ? ask("GET", JOBS + "/" + id + "/result", null, asker).at("/result/report")
                : null;
        return AdaptationView.of(job, report);
    }

    /** Asks it to stop; one that has ended stays as it is. */
    public AdaptationView cancel(String id, Asker asker) {
        job(id, asker);
        return AdaptationView.of(ask("DELETE", JOBS + "/" + id, null, asker), null);
    }

    /**
     * Makes what was adapted the current version of a model.
     *
     * @param model name; empty for the trainer's choice
     * @throws MeshException {@code NOT_PROVEN} (409) when the interval of the gain includes zero; nothing overrides that
     */
    public Promoted promote(String id, Optional<String> model, Asker asker) {
        job(id, asker);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        model.ifPresent(name -> body.put("model", name));
        return Promoted.of(ask("POST", JOBS + "/" + id + "/publish", body, asker));
    }

    /**
     * Makes the version before this one current again.
     *
     * @throws MeshException {@code NOT_CURRENT} (409) when this one was not promoted, or another one is current
     */
    public Promoted rollback(String id, Asker asker) {
        String published = job(id, asker).path("published").asText("");
        String model = published.contains("@") ? published.substring(0, published.indexOf('@')) : "";
        if (model.isEmpty()) {
            throw Failures.notCurrent("adaptation %s was not promoted".formatted(id));
        }
        for (JsonNode current : ask("GET", MODELS, null, asker).path("models")) {
            if (current.path("model").asText().equals(model)
                    && current.path("version").asText().equals(id)) {
                return Promoted.of(ask("POST", MODELS + "/" + model + "/rollback", null, asker));
            }
        }
        throw Failures.notCurrent("model '%s' has another current version than %s".formatted(model, id));
    }

    private JsonNode job(String id, Asker asker) {
        if (!ID.matcher(id).matches()) {
            throw Failures.unknownAdaptation(id);
        }
        JsonNode job;
        try {
            job = ask("GET", JOBS + "/" + id, null, asker);
        } catch (MeshException e) {
            throw e.code().filter("UNKNOWN_JOB"::equals).isPresent() ? Failures.unknownAdaptation(id) : e;
        }
        if (!job.path("task").asText().equals(AdaptationRequest.TASK)) {
            throw Failures.unknownAdaptation(id);
        }
        return job;
    }

    private JsonNode ask(String method, String path, JsonNode body, Asker asker) {
        return trainer.ask(method, path, body, Map.of(), asker.tenant(), asker.deadline());
    }
}
