package dev.majlis.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker in this JVM: one KRaft node that is controller and broker, sized for one machine. Used by tests and by
 * the launcher. Its folder keeps topics and offsets, so a broker started again on the same folder and port goes on where the
 * last one stopped.
 *
 * <p>Share groups begin at the earliest record; a record is locked for {@value #LOCK_SECONDS} s and delivered at most five
 * times. Topics are never created by use.
 */
public final class KafkaBroker implements AutoCloseable {
    /** How long a share group's record stays with one consumer before another gets it, s. */
    public static final int LOCK_SECONDS = 15;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TRIES = 3;
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final int port;

    private KafkaBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
        this.bootstrapServers = "127.0.0.1:" + port;
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @param folder for its log; formatted when empty
     * @param port to listen on; 0 takes a free one
     * @throws IllegalStateException when it does not answer within 30 s
     */
    public static KafkaBroker start(Path folder, int port) {
        return start(folder, port, Map.of());
    }

    /** The same with broker settings that override ours. */
    public static KafkaBroker start(Path folder, int port, Map<String, String> overrides) {
        requireNonNull(folder, "folder is null");
        IllegalStateException failure = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                return startOnce(folder, port == 0 ? freePort() : port, overrides);
            } catch (IllegalStateException e) {
                failure = e;
            }
        }
        throw requireNonNull(failure, "failure is null");
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static KafkaBroker startOnce(Path folder, int port, Map<String, String> overrides) {
        KafkaRaftServer server = null;
        try {
            int controllerPort = freePort();
            Properties properties = properties(folder, port, controllerPort);
            properties.putAll(overrides);
            format(folder);
            server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
            server.startup();
            var broker = new KafkaBroker(server, port);
            broker.awaitAnswer();
            return broker;
        } catch (Exception e) {
            if (server != null) {
                server.shutdown();
            }
            throw new IllegalStateException(
                    "the broker did not start on port %d: %s".formatted(port, e.getMessage()), e);
        }
    }

    private static Properties properties(Path folder, int port, int controllerPort) {
        var properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE)),
                Map.entry("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort)),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("log.dirs", folder.toAbsolutePath().toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.share.record.lock.duration.ms", Integer.toString(LOCK_SECONDS * 1000)),
                // a killed member holds its partitions for so long; the default of 45 s is felt by whoever waits for an
                // answer
                Map.entry("group.share.session.timeout.ms", "10000"),
                Map.entry("group.share.min.session.timeout.ms", "10000"),
                Map.entry("group.share.heartbeat.interval.ms", "3000"),
                Map.entry("group.share.min.heartbeat.interval.ms", "3000"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.consumer.session.timeout.ms", "45000"),
                Map.entry("log.index.size.max.bytes", "262144"),
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("num.replica.fetchers", "1"),
                Map.entry("background.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "1")));
        return properties;
    }

    private static void format(Path folder) throws Exception {
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toAbsolutePath().toString())
                .setDirectories(List.of(folder.toAbsolutePath().toString()))
                .setPrintStream(new PrintStream(
                        OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8))
                .run();
    }

    private void awaitAnswer() throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(PATIENCE.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
