package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final ServiceSpec SPEC = new ServiceSpec("sleeper", "", 16, List.of(), false, true);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private ChildProcess child;

    @BeforeEach
    void start() {
        child = new ChildProcess(
                SPEC,
                1,
                2,
                folder.resolve("sleeper.log"),
                () -> List.of("sh", "-c", "echo awake; exec sleep 60"),
                new Console(new PrintStream(screen, true, StandardCharsets.UTF_8), false),
                changed -> {});
        child.start();
        await().until(() -> LogTail.last(folder.resolve("sleeper.log"), 1).contains("awake"));
    }

    @AfterEach
    void stop() {
        child.stop();
        child.join(Duration.ofSeconds(5));
    }

    @Test
    void aChildThatDiesIsStartedAgainAndItsLastLinesAreShown() {
        ProcessHandle first = child.state().process().handle().orElseThrow();
        child.markReady();

        first.destroyForcibly();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> child.restarts() == 1
                        && child.state().process() != null
                        && child.state().process().pid() != first.pid());
        assertThat(child.ready()).isFalse();
        assertThat(screen.toString(StandardCharsets.UTF_8))
                .contains("sleeper ended with code 137", "it starts again in 1 s", "  | awake");
    }

    @Test
    void aChildThatIsStoppedStaysStopped() {
        ProcessHandle process = child.state().process().handle().orElseThrow();

        child.stop();
        child.join(Duration.ofSeconds(5));

        assertThat(process.isAlive()).isFalse();
        assertThat(child.state().phase()).isEqualTo("stopped");
        assertThat(child.restarts()).isZero();
    }

    @Test
    void aLogWithinBoundsIsLeftAlone() throws Exception {
        child.boundLog();

        assertThat(Files.readString(folder.resolve("sleeper.log"))).contains("awake");
        assertThat(folder.resolve("sleeper.log.1")).doesNotExist();
    }
}
