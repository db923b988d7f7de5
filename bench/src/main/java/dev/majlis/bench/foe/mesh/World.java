package dev.majlis.bench.foe.mesh;

import dev.majlis.bench.Child;
import dev.majlis.bench.gateway.BrokerProcess;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Broker and router, each a process of its own, and the mesh of this process, on which the experts that fail work.
 *
 * @param folder of all files
 * @param brokers where the broker listens
 */
record World(Path folder, String brokers, Child broker, RouterProcess router, Mesh mesh, MoodExperts experts)
        implements AutoCloseable {
    static final String ASKER = "bench-foe";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** With both pools ready to be asked. */
    static World start(Path folder) {
        var experts = new MoodExperts(folder.resolve("models"));
        int port = Child.freePort();
        String brokers = "127.0.0.1:" + port;
        Child broker = Child.java(
                        "broker",
                        folder,
                        List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        BrokerProcess.class,
                        folder.resolve("broker").toString(),
                        Integer.toString(port))
                .awaitOutput(BrokerProcess.READY, PATIENCE);
        Mesh mesh = Mesh.connect(MeshSettings.of(brokers, ASKER));
        experts.publish(mesh, folder.resolve("models"), folder.resolve("blobs"));
        experts.work(mesh);
        RouterProcess router = new RouterProcess(folder, "router", brokers, Map.of());
        var world = new World(folder, brokers, broker, router, mesh, experts);
        try {
            var pools = new MoodPools(router.awaitReady(), experts);
            pools.hosted();
            pools.frail();
            return world;
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    /** A further process of the service that only hosts experts. Returns at once. */
    RouterProcess host() {
        return new RouterProcess(
                folder, "host", brokers, Map.of("majlis.foe.router", "false", "majlis.mesh.reply-partition", "1"));
    }

    /** Processor time so far, s: of the router, of the broker, of this process. */
    double[] processorSeconds() {
        double own = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
        return new double[] {router.processorSeconds(), broker.processorSeconds(), own};
    }

    @Override
    public void close() {
        router.close();
        mesh.close();
        broker.close();
    }
}
