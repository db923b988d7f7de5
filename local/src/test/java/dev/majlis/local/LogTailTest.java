package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path folder;

    @Test
    void theLastLinesAreShownOfALogOfAnySize() throws Exception {
        String many =
                IntStream.range(0, 50_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        Path log = Files.writeString(folder.resolve("a.log"), many);

        assertThat(LogTail.last(log, 2)).containsExactly("line 49998", "line 49999");
    }

    @Test
    void aLogThatIsNotThereHasNoLines() {
        assertThat(LogTail.last(folder.resolve("none.log"), 5)).isEmpty();
    }
}
