package dev.majlis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
    private static final Duration START = Duration.ofMinutes(3);

    @Test
    void leavesNoProcessBehindWhenTheLauncherIsKilled(@TempDir Path home) {
        try (var majlis = RunningMajlis.up(home)) {
            JsonNode status = majlis.status();
            List<ProcessHandle> children = new ArrayList<>();
            status.path("processes")
                    .forEach(process -> children.add(
                            ProcessHandle.of(process.at("/process/pid").asLong())
                                    .orElseThrow()));
            assertThat(children).hasSize(4).allMatch(ProcessHandle::isAlive);
            assertThat(majlis.launcher(Duration.ofSeconds(30), "up").text()).contains("running here already");

            ProcessHandle.of(status.at("/launcher/pid").asLong()).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(30)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void startsOnceWhenAskedTwiceAtTheSameMoment(@TempDir Path home) {
        try (var both = Load.of(
                2,
                2,
                number -> RunningMajlis.command(
                        home,
                        START,
                        "up",
                        "-d",
                        "--no-build",
                        "--only",
                        "gateway",
                        "--port",
                        "" + RunningMajlis.freePort()))) {
            List<RunningMajlis.Output> outputs = both.answers();

            assertThat(outputs).extracting(RunningMajlis.Output::code).containsOnlyOnce(0);
            assertThat(outputs)
                    .filteredOn(output -> output.code() != 0)
                    .singleElement()
                    .satisfies(refused -> {
                        assertThat(refused.text().lines()).hasSize(1);
                        assertThat(refused.text())
                                .containsAnyOf("another ./majlis up is at work", "is running here already");
                    });
        } finally {
            command(home, "down");
        }
    }

    @Test
    void saysWhatToDoWhenThePortIsTaken(@TempDir Path home) throws Exception {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var output = command(home, "up", "--no-build", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(output.code()).isNotZero();
            assertThat(output.text().lines()).hasSize(1);
            assertThat(output.text()).contains("is taken", "--port");
        }
    }

    @Test
    void namesTheServicesWhenOneIsUnknown(@TempDir Path home) {
        var output = command(home, "up", "--only", "gatway");

        assertThat(output.code()).isNotZero();
        assertThat(output.text()).contains("gateway, jais-chat, cappy-scorer");
    }

    private static RunningMajlis.Output command(Path home, String... arguments) {
        return RunningMajlis.command(home, Duration.ofMinutes(1), arguments);
    }
}
