package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.local.MeshState.ProcessRef;
import dev.majlis.local.MeshState.ProcessState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final ProcessRef GONE = new ProcessRef(Integer.MAX_VALUE, 1);

    @TempDir
    private Path folder;

    private final Console console =
            new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);

    @Test
    void whatAKilledLauncherLeftIsEndedBeforeANewStart() throws Exception {
        Process left = new ProcessBuilder("sleep", "60").start();
        var home = new Home(folder, folder);
        remember(home, ProcessRef.of(left.toHandle()));

        Leftovers.end(home, console);

        assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStrangerWithTheNumberOfAFormerProcessIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            var home = new Home(folder, folder);
            ProcessRef ref = ProcessRef.of(stranger.toHandle());
            remember(home, new ProcessRef(ref.pid(), ref.startedAt() - 5000));

            Leftovers.end(home, console);

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private static void remember(Home home, ProcessRef process) {
        new MeshState(GONE, true, List.of(new ProcessState("gateway", process, 1, 2, "ready", 0)))
                .write(home.stateFile());
    }
}
