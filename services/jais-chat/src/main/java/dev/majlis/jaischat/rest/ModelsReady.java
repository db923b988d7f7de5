package dev.majlis.jaischat.rest;

import dev.majlis.jaischat.served.ServedModels;
import dev.majlis.jaischat.served.ServedModels.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once every configured model is loaded and has passed its self-test. */
@Readiness
@ApplicationScoped
public class ModelsReady implements HealthCheck {
    private final ServedModels models;

    @Inject
    public ModelsReady(ServedModels models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        var response =
                HealthCheckResponse.named("models").status(models.unready().isEmpty());
        models.states().forEach((name, state) -> response.withData(name, words(state)));
        return response.build();
    }

    private static String words(State state) {
        if (state instanceof State.Failed failed) {
            return "failed: " + failed.reason();
        }
        return state instanceof State.Ready ? "ready" : "loading";
    }
}
