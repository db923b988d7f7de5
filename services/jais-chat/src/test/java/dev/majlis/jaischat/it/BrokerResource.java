package dev.majlis.jaischat.it;

import dev.majlis.testkit.KafkaBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;

/**
 * A real broker for the packaged service, and ports for its two servers. The ports are fixed: with port 0 the meters of the second
 * server bear the tags of the first, its registration fails and the start never ends.
 */
public class BrokerResource implements QuarkusTestResourceLifecycleManager {
    private static volatile String bootstrapServers = "";

    private KafkaBroker broker;

    static String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public Map<String, String> start() {
        try {
            broker = KafkaBroker.start(Files.createTempDirectory("jais-chat-broker"), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bootstrapServers = broker.bootstrapServers();
        return Map.of(
                "majlis.mesh.bootstrap-servers", bootstrapServers,
                "quarkus.http.port", freePort(),
                "quarkus.management.port", freePort());
    }

    private static String freePort() {
        try (var socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
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
