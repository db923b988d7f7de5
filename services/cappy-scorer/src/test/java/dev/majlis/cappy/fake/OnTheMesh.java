package dev.majlis.cappy.fake;

import dev.majlis.models.ModelHub;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The service with fake scorers on a real broker. */
public class OnTheMesh implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(Beans.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "majlis.cappy.models", "regression,logit,similarity-minilm",
                "majlis.state-dir", "target/mesh-state");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(BrokerResource.class));
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
    }
}
