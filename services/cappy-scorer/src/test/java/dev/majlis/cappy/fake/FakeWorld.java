package dev.majlis.cappy.fake;

import dev.majlis.models.ModelHub;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** The service with fake scorers and without a broker; {@code regression} is the default model. */
public class FakeWorld implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(Beans.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "majlis.cappy.models", "regression,logit,similarity-minilm,broken",
                "majlis.cappy.timeout", "1S",
                "majlis.cappy.max-candidates", "32",
                "majlis.state-dir", "target/fake-state");
    }

    /** Instead of the real ones. */
    @Alternative
    @ApplicationScoped
    public static class Beans {
        @Produces
        @Singleton
        ModelHub hub() {
            return new FakeHub();
        }

        @Produces
        @Singleton
        OfflineMesh mesh() {
            return new OfflineMesh();
        }
    }
}
