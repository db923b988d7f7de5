package dev.majlis.cappy.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.cappy.model.ScorerEvents;
import dev.majlis.mesh.Mesh;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** What becomes of published versions, as facts on {@code majlis.cappy-scorer.events.v1}; the key is the model's name. */
@ApplicationScoped
public class MeshScorerEvents implements ScorerEvents {
    /** Without prefix. */
    static final String TOPIC = "cappy-scorer.events.v1";

    static final String KIND = "scorer-version";

    private static final Logger LOG = Logger.getLogger(MeshScorerEvents.class);
    private static final String TENANT = "default";

    private final Instance<Mesh> mesh;

    @Inject
    public MeshScorerEvents(Instance<Mesh> mesh) {
        this.mesh = mesh;
    }

    /**
     * Schema {@code scorer-version}.
     *
     * @param model in the registry
     * @param version null when the model was withdrawn
     * @param outcome {@code served}, {@code refused} or {@code withdrawn}
     * @param reason of a refusal
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fact(String model, String version, String outcome, String reason) {}

    @Override
    public void served(String model, String version) {
        publish(new Fact(model, version, "served", null));
    }

    @Override
    public void refused(String model, String version, String why) {
        publish(new Fact(model, version, "refused", why));
    }

    @Override
    public void withdrawn(String model) {
        publish(new Fact(model, null, "withdrawn", null));
    }

    private void publish(Fact fact) {
        mesh.get().events().publish(TOPIC, KIND, fact.model(), TENANT, fact).whenComplete((none, failure) -> {
            if (failure != null) {
                LOG.warnf("that %s is %s was not published: %s", fact.model(), fact.outcome(), failure.getMessage());
            }
        });
    }
}
