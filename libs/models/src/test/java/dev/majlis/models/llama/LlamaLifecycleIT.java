package dev.majlis.models.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** llama-runtime §5, row 1: a model can be opened and closed again and again, and the JVM ends by itself. */
class LlamaLifecycleIT {

    @Test
    void twentyOpensAndClosesDoNotGrowAndTheProcessEndsByItself(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("out.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OpenAndClose.class.getName(),
                RealWeights.file().toString()));

        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // one model that stays behind is 138 MiB, one context about 100 MiB: what the C library keeps for itself is far
        // less
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        Process process = builder.start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }

        String told = Files.readString(output);
        assertThat(ended).as(told).isTrue();
        assertThat(process.exitValue()).as(told).isZero();
        String last = told.lines().reduce("", (a, b) -> b);
        assertThat(last).startsWith("grown MiB:");
        assertThat(Long.parseLong(last.substring(last.indexOf(':') + 1).strip()))
                .as("resident memory from the 5th to the 20th close")
                .isLessThan(200);
    }
}
