package dev.majlis.cappy.fake;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The service with real weights, a broker, a folder of blobs, and a store of models below the build's folder. */
public class PublishedModels implements QuarkusTestProfile {
    public static final Path HOME = Path.of("target/published-models").toAbsolutePath();
    public static final Path BLOBS = HOME.resolve("blobs");

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "majlis.cappy.models", "tiny-torch",
                "majlis.cappy.max-concurrent-requests", "256",
                "majlis.models.catalog", RealModels.catalog().toString(),
                "majlis.models.dir", HOME.resolve("store").toString(),
                "majlis.mesh.blob-dir", BLOBS.toString(),
                "majlis.state-dir", HOME.resolve("state").toString());
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(BrokerResource.class));
    }
}
