package dev.majlis.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.testkit.KafkaBroker;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README is compiled and run as it stands there, but for the broker's address. */
class ReadmeExampleIT {
    private static final String IMPORTS =
            """
            import dev.majlis.mesh.*;
            import dev.majlis.mesh.client.*;
            import dev.majlis.mesh.envelope.*;
            import dev.majlis.mesh.work.*;
            import java.time.Instant;
            import java.util.Locale;
            import java.util.concurrent.Callable;
            """;

    @TempDir
    Path folder;

    @Test
    void answersWhatTheReadmePromises() throws Exception {
        try (var broker = KafkaBroker.start(folder.resolve("broker"), 0)) {
            String example = example().replace("localhost:9092", broker.bootstrapServers());
            int end = example.lastIndexOf('}');
            Path source = folder.resolve("Example.java");
            Files.writeString(
                    source,
                    IMPORTS
                            + "public class Example implements Callable<String> { public String call() throws Exception {\n"
                            + example.substring(0, end)
                            + "return answer;\n}}}\n");

            int exit = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());
            assertThat(exit).isZero();
            try (var loader = new URLClassLoader(
                    new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
                var answer = (Callable<?>)
                        loader.loadClass("Example").getDeclaredConstructor().newInstance();

                assertThat(answer.call()).isEqualTo("SALAAM");
            }
        }
    }

    /** The Java block of the section on workers. */
    private static String example() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        int section = readme.indexOf("## Doing the work of an operation");
        int start = readme.indexOf("```java\n", section) + "```java\n".length();
        return readme.substring(start, readme.indexOf("```", start));
    }
}
