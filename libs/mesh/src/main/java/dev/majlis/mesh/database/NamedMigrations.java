package dev.majlis.mesh.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/** Migrations by name: Flyway cannot search the class path of a packaged Quarkus application. */
final class NamedMigrations implements ResourceProvider {
    private final ClassLoader loader;
    private final String folder;
    private final List<String> scripts;

    /**
     * @param loader of the resources
     * @param folder on the class path, with a slash at its end
     * @param scripts file names, for example {@code V1__jobs.sql}
     */
    NamedMigrations(ClassLoader loader, String folder, List<String> scripts) {
        this.loader = requireNonNull(loader, "loader is null");
        this.folder = requireNonNull(folder, "folder is null");
        this.scripts = List.copyOf(scripts);
    }

    @Override
    public LoadableResource getResource(String name) {
        return scripts.stream()
                .filter(script -> name.endsWith(script))
                .findFirst()
                .map(Script::new)
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return scripts.stream()
                .filter(script ->
                        script.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(script::endsWith))
                .<LoadableResource>map(Script::new)
                .toList();
    }

    private final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            return new InputStreamReader(requireNonNull(loader.getResourceAsStream(folder + name), name), UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return folder + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return folder + name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
