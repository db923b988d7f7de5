package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MajlisCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "logs", "chat", "demo", "models", "train"})
    void everyCommandExplainsItself(String command) {
        var out = new StringWriter();

        int code = new CommandLine(new Majlis()).setOut(new PrintWriter(out)).execute(command, "--help");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("Usage: majlis " + command, "--home");
    }
}
