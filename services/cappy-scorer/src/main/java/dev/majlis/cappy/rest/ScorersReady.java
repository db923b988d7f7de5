package dev.majlis.cappy.rest;

import dev.majlis.cappy.model.ScorerModels;
import dev.majlis.cappy.model.ServedScorer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every configured scorer is loaded and has reproduced its golden pairs (cappy.md §7). */
@Readiness
@ApplicationScoped
public class ScorersReady implements HealthCheck {
    private final ScorerModels models;

    @Inject
    public ScorersReady(ScorerModels models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("scorers");
        for (ServedScorer scorer : models.all()) {
            response.withData(
                    scorer.name(),
                    scorer.hindrance().orElse(scorer.state().name().toLowerCase(Locale.ROOT)));
        }
        return response.status(models.ready()).build();
    }
}
