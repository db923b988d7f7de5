package dev.majlis.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One running mesh for all test classes: started when the first asks for it, stopped after the last. A test that ends a process
 * waits for its successor before it returns.
 */
final class SharedMajlis implements ParameterResolver {
    private static final Path HOME = Path.of("target", "majlis").toAbsolutePath();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningMajlis.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedMajlis.class))
                .computeIfAbsent(RunningMajlis.class, missing -> start());
    }

    /** Its logs are kept for who looks for the reason of a failure. */
    private static RunningMajlis start() {
        if (Files.exists(HOME)) {
            try (var old = Files.walk(HOME)) {
                old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(SharedMajlis::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return RunningMajlis.up(HOME, "--all");
    }

    private static void delete(java.io.File file) {
        if (!file.delete()) {
            throw new IllegalStateException("cannot delete " + file);
        }
    }
}
