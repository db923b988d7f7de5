package dev.majlis.foe.fake;

import dev.majlis.foe.expert.Embedder;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The service with experts in memory, on a real broker. */
public class WordWorld implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(Beans.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("majlis.foe.max-body", "64K");
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
        WordExperts experts() {
            return new WordExperts();
        }

        @Produces
        @Singleton
        LocalTrainer trainer() {
            return new LocalTrainer();
        }

        @Produces
        @Singleton
        Embedder embedder() {
            return new LetterEmbedder();
        }
    }
}
