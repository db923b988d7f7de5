package dev.majlis.gateway.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/** The migrations by name: Flyway cannot search the class path of a packaged Quarkus application. */
final class Migrations implements ResourceProvider {
    private static final String FOLDER = "db/gateway/";
    private static final List<String> SCRIPTS = List.of("V1__jobs.sql");

    @Override
    public LoadableResource getResource(String name) {
        return SCRIPTS.stream()
                .filter(script -> name.endsWith(script))
                .findFirst()
                .map(Script::new)
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return SCRIPTS.stream()
                .filter(script ->
                        script.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(script::endsWith))
                .<LoadableResource>map(Script::new)
                .toList();
    }

    private static final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            return new InputStreamReader(
                    requireNonNull(Migrations.class.getClassLoader().getResourceAsStream(FOLDER + name), name), UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return FOLDER + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return FOLDER + name;
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
