package dev.majlis.foe.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.serve.DecisionEntry;
import dev.majlis.foe.serve.DecisionFacts;
import dev.majlis.foe.serve.Prediction;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.Mesh;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Facts on {@code foe-router.decisions.events.v1}, keyed by the input's id, and on {@code foe-router.expert-calls.events.v1}, keyed by expert. */
@ApplicationScoped
public class MeshDecisionFacts implements DecisionFacts {
    /** Without prefix. */
    static final String DECISIONS = "foe-router.decisions.events.v1";

    static final String CALLS = "foe-router.expert-calls.events.v1";

    private static final Logger LOG = Logger.getLogger(MeshDecisionFacts.class);

    private final Instance<Mesh> mesh;

    @Inject
    public MeshDecisionFacts(Instance<Mesh> mesh) {
        this.mesh = mesh;
    }

    /**
     * Schema {@code foe-expert-call}. Null where it does not apply.
     *
     * @param id of the input
     * @param outcome {@code ok} or the code of the failure
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExpertCall(
            String id,
            String pool,
            String expert,
            String version,
            String outcome,
            double cost,
            Cost spent,
            long ms,
            Instant at) {}

    @Override
    public void decided(DecisionEntry entry) {
        publish(DECISIONS, "foe-decision", entry.id(), entry.tenant(), entry);
        for (Prediction.Asked asked : entry.prediction().experts()) {
            var call = new ExpertCall(
                    entry.id(),
                    entry.pool(),
                    asked.expert(),
                    entry.versions().get(asked.expert()),
                    asked.error() == null ? "ok" : asked.error(),
                    asked.cost(),
                    asked.spent(),
                    asked.ms(),
                    entry.at());
            publish(CALLS, "foe-expert-call", asked.expert(), entry.tenant(), call);
        }
    }

    private void publish(String topic, String kind, String key, String tenant, Object fact) {
        try {
            mesh.get()
                    .events()
                    .publish(topic, kind, key, tenant, Wire.tree(fact))
                    .whenComplete((none, failure) -> {
                        if (failure != null) {
                            LOG.debugf("a fact of kind %s was not published: %s", kind, failure.getMessage());
                        }
                    });
        } catch (RuntimeException e) {
            LOG.debugf("a fact of kind %s was not published: %s", kind, e.getMessage());
        }
    }
}
