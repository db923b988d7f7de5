package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmCommandTest {
    private static final ServiceSpec CHAT =
            new ServiceSpec("jais-chat", "services/jais-chat", 192, List.of("-Dx=1"), true, true);

    @TempDir
    private Path checkout;

    @Test
    void aServiceIsToldItsPortsItsBrokerItsFoldersAndItsLauncher() throws Exception {
        var home = new Home(checkout, checkout.resolve("state"));
        Files.createDirectories(home.serviceJar(CHAT).getParent());
        Files.createFile(home.serviceJar(CHAT));

        List<String> command = new JvmCommand(home, checkout.resolve("models"), 4711).service(CHAT, 1, 2, 3);

        assertThat(command)
                .contains(
                        "-Xmx192m",
                        "-Dx=1",
                        "-Dmajlis.parent-pid=4711",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=1",
                        "-Dquarkus.management.port=2",
                        "-Dmajlis.mesh.bootstrap-servers=127.0.0.1:3",
                        "-Dmajlis.models.dir=" + checkout.resolve("models"),
                        "-Dmajlis.state-dir=" + home.databases())
                .endsWith("-jar", home.serviceJar(CHAT).toString());
    }

    @Test
    void aServiceThatWasNotBuiltIsNamedWithWhatToDo() {
        var home = new Home(checkout, checkout.resolve("state"));

        assertThatThrownBy(() -> new JvmCommand(home, checkout, 1).service(CHAT, 1, 2, 3))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("quarkus-run.jar")
                .hasMessageContaining("./majlis up");
    }
}
