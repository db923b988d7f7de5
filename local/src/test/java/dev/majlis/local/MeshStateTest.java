package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.local.MeshState.ProcessRef;
import dev.majlis.local.MeshState.ProcessState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshStateTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsRead() {
        Path file = folder.resolve("state.json");
        var gateway = new ProcessState("gateway", ProcessRef.of(ProcessHandle.current()), 8080, 9000, "ready", 2);
        var state = new MeshState(ProcessRef.of(ProcessHandle.current()), true, List.of(gateway));

        state.write(file);

        assertThat(MeshState.running(file)).hasValue(state);
        assertThat(state.process("gateway")).hasValue(gateway);
        assertThat(folder.toFile().list()).containsExactly("state.json");
    }

    @Test
    void aStrangerWithTheNumberOfAFormerProcessIsNotTakenForIt() {
        ProcessRef current = ProcessRef.of(ProcessHandle.current());
        var former = new ProcessRef(current.pid(), current.startedAt() - 1000);

        assertThat(current.handle()).isPresent();
        assertThat(former.handle()).isEmpty();
    }

    @Test
    void aLauncherThatIsGoneDoesNotRun() {
        Path file = folder.resolve("state.json");
        new MeshState(new ProcessRef(Integer.MAX_VALUE, 1), true, List.of()).write(file);

        assertThat(MeshState.read(file)).isPresent();
        assertThat(MeshState.running(file)).isEmpty();
    }

    @Test
    void aHalfWrittenFileCountsAsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("state.json"), "{\"launcher\":");

        assertThat(MeshState.read(file)).isEmpty();
    }
}
