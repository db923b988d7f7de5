package dev.majlis.foe.fake;

import dev.majlis.testkit.KafkaBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real broker and an empty folder for the time of a test class. */
public class BrokerResource implements QuarkusTestResourceLifecycleManager {
    private KafkaBroker broker;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("foe-broker");
            broker = KafkaBroker.start(folder.resolve("broker"), 0);
            return Map.of(
                    "majlis.mesh.bootstrap-servers",
                    broker.bootstrapServers(),
                    "majlis.mesh.blob-dir",
                    folder.resolve("blobs").toString(),
                    "majlis.state-dir",
                    folder.resolve("state").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
