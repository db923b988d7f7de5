package dev.majlis.bench.gateway;

import dev.majlis.bench.Child;
import dev.majlis.bench.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Broker, echo worker and the packaged gateway, each its own process. */
record MajlisPath(Child broker, Child worker, Child gateway, int port) implements AutoCloseable {
    private static final String ROUTES =
            """
            routes:
              - name: echo
                steps:
                  - to: echo.chat
            """;

    static MajlisPath start(Path folder, int heapMiB, Duration patience) {
        int brokerPort = Child.freePort();
        String bootstrap = "127.0.0.1:" + brokerPort;
        Child broker = Child.java(
                        "broker",
                        folder,
                        List.of("-Xmx256m", "-XX:+UseSerialGC"),
                        BrokerProcess.class,
                        folder.resolve("broker").toString(),
                        Integer.toString(brokerPort))
                .awaitOutput(BrokerProcess.READY, patience);
        Child worker = Child.java(
                        "echo-worker", folder, List.of("-Xmx96m", "-XX:+UseSerialGC"), EchoWorker.class, bootstrap)
                .awaitOutput(EchoWorker.READY, patience);
        int port = Child.freePort();
        int management = Child.freePort();
        Path routes = folder.resolve("routes.yaml");
        try {
            Files.writeString(routes, ROUTES);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + routes, e);
        }
        Path jar = Report.checkout().resolve("gateway/target/quarkus-app/quarkus-run.jar");
        Child gateway = Child.start(
                        "gateway",
                        folder,
                        List.of(
                                Child.javaCommand(),
                                "-Xmx" + heapMiB + "m",
                                "-XX:+UseSerialGC",
                                "-Dquarkus.http.port=" + port,
                                "-Dquarkus.management.port=" + management,
                                "-Dmajlis.mesh.bootstrap-servers=" + bootstrap,
                                "-Dmajlis.state-dir=" + folder.resolve("state"),
                                "-Dmajlis.gateway.routes=" + routes,
                                "-jar",
                                jar.toString()))
                .await("http://127.0.0.1:%d/q/health/ready".formatted(management), patience);
        return new MajlisPath(broker, worker, gateway, port);
    }

    String address() {
        return "http://127.0.0.1:%d/v1/chat/completions".formatted(port);
    }

    long memory() {
        return gateway.residentMiB();
    }

    @Override
    public void close() {
        gateway.close();
        worker.close();
        broker.close();
    }
}
