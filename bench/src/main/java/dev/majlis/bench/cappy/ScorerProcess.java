package dev.majlis.bench.cappy;

import dev.majlis.bench.Child;
import dev.majlis.bench.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged scorer service with the model that ships, as a process of its own. */
public final class ScorerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Child child;
    private final int port;
    private final int management;

    private ScorerProcess(Child child, int port, int management) {
        this.child = child;
        this.port = port;
        this.management = management;
    }

    /** Starts it and returns at once. */
    public static ScorerProcess start(Path folder, String name, String brokers, Map<String, String> settings) {
        Path jar = Report.checkout().resolve("services/cappy-scorer/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; run: mvn -DskipTests package");
        }
        int port = Child.freePort();
        int management = Child.freePort();
        var command = new ArrayList<>(List.of(
                Child.javaCommand(),
                "-Xmx512m",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.port=" + management,
                "-Dmajlis.mesh.bootstrap-servers=" + brokers,
                "-Dmajlis.mesh.instance=" + name,
                "-Dmajlis.state-dir=" + folder.resolve(name),
                "-Dmajlis.parent-pid=" + ProcessHandle.current().pid()));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        return new ScorerProcess(Child.start(name, folder, command), port, management);
    }

    /** Waits until its model is served. */
    public ScorerProcess awaitReady() {
        child.await(url() + "/v2/health/ready", PATIENCE);
        return this;
    }

    /** Where it answers. */
    public String url() {
        return "http://localhost:" + port;
    }

    /** Where its meters are read. */
    public String metrics() {
        return "http://localhost:" + management + "/q/metrics";
    }

    /** SIGKILL. */
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}
