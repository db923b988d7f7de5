package dev.majlis.foe.fake;

import dev.majlis.foe.expert.Embedder;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** The service that asks its experts over a real broker; only the encoder is small. */
public class MeshWorld implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(Beans.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(BrokerResource.class));
    }

    /** Instead of the real one. */
    @Alternative
    @ApplicationScoped
    public static class Beans {
        @Produces
        @Singleton
        Embedder embedder() {
            return new LetterEmbedder();
        }
    }
}
