package dev.majlis.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRoutesTest {
    private static final String GOOD = "- name: echo\n  steps: [{to: echo.chat}]\n";

    @TempDir
    private Path folder;

    @Test
    void followsTheFileWithoutARestart() throws IOException {
        Path file = folder.resolve("routes.yaml");
        LiveRoutes routes = live(file);
        assertThatThrownBy(() -> routes.state().book().find("echo")).isInstanceOf(MeshException.class);

        Files.writeString(file, GOOD);
        routes.refresh();

        assertThat(routes.state().book().find("echo").origin()).isEqualTo(Route.Origin.FILE);
        assertThat(routes.state().error()).isEmpty();

        Files.delete(file);
        routes.refresh();

        assertThatThrownBy(() -> routes.state().book().find("echo")).isInstanceOf(MeshException.class);
    }

    @Test
    void keepsTheOldRoutesAndShowsTheErrorOfABadFile() throws IOException {
        Path file = Files.writeString(folder.resolve("routes.yaml"), GOOD);
        LiveRoutes routes = live(file);

        Files.writeString(file, "- name: other\n  steps: oops\n");
        routes.refresh();

        assertThat(routes.state().book().find("echo").name()).isEqualTo("echo");
        assertThat(routes.state().error()).contains("line 2, column 10: 'steps' must be a list");

        Files.writeString(file, GOOD + "- name: more\n  steps: [{to: echo.chat}]\n");
        routes.refresh();

        assertThat(routes.state().error()).isEmpty();
        assertThat(routes.state().book().find("more").name()).isEqualTo("more");
    }

    @Test
    void putsRoutesOfTheFileOverBuiltInOnes() throws IOException {
        Path file = Files.writeString(folder.resolve("routes.yaml"), "- name: small\n  steps: [{to: echo.chat}]\n");

        Route route = live(file).state().book().find("small");

        assertThat(route.steps().get(0).to().toString()).isEqualTo("echo.chat");
    }

    @Test
    void hasBestOfRoutesFromTwoToSixteen() {
        RouteBook book = live(folder.resolve("none.yaml")).state().book();

        assertThat(book.find("small-best-of-2").steps().get(0).with().get("n").intValue())
                .isEqualTo(2);
        assertThat(book.find("small-best-of-16").judged()).isTrue();
        assertThatThrownBy(() -> book.find("small-best-of-17"))
                .hasMessage("model 'small-best-of-17' does not exist: best-of takes n from 2 to 16, got 17");
        assertThatThrownBy(() -> book.find("smal")).hasMessageContaining("nearest: 'small'");
    }

    private static LiveRoutes live(Path file) {
        return new LiveRoutes(BuiltInRoutes.of(List.of("small")), Optional.of(file), Clock.systemUTC());
    }
}
