package dev.majlis.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the processes. */
final class JvmCommand {
    private static final int FIRST_WITH_NATIVE_ACCESS = 22;

    private final Home home;
    private final Path models;
    private final long launcherPid;

    /** @param models folder of the model store */
    JvmCommand(Home home, Path models, long launcherPid) {
        this.home = home;
        this.models = models;
        this.launcherPid = launcherPid;
    }

    List<String> broker(ServiceSpec spec, int port) {
        List<String> command = jvm(spec);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                home.brokerData().toString(),
                Integer.toString(port)));
        return command;
    }

    List<String> service(ServiceSpec spec, int port, int managementPort, int brokerPort) {
        Path jar = home.serviceJar(spec);
        if (!Files.exists(jar)) {
            throw new LauncherException("%s is missing: run ./majlis up without --no-build".formatted(jar));
        }
        List<String> command = jvm(spec);
        command.addAll(List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + managementPort,
                "-Dquarkus.shutdown.timeout=8S",
                "-Dmajlis.mesh.bootstrap-servers=127.0.0.1:" + brokerPort,
                "-Dmajlis.mesh.blob-dir=" + home.blobs(),
                "-Dmajlis.state-dir=" + home.databases(),
                "-Dmajlis.models.dir=" + models));
        if (spec.name().equals(ServiceSpec.TRAINER)) {
            command.add("-Dmajlis.trainer.data.dir=" + home.data());
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private List<String> jvm(ServiceSpec spec) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + spec.heapMiB() + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Dmajlis.parent-pid=" + launcherPid);
        if (spec.needsNative() && Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(spec.options());
        return command;
    }
}
