package dev.majlis.mesh.rest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownConfigCheckTest {
    private final UnknownConfigCheck check = new UnknownConfigCheck(
            Set.of("majlis.mesh.bootstrap-servers", "majlis.mesh.kafka.*", "majlis.models.*.file", "majlis.state-dir"));

    @Test
    void acceptsKnownKeysMapsAndKeysOfOthers() {
        assertThatCode(() -> check.check(List.of(
                        "majlis.mesh.bootstrap-servers",
                        "majlis.mesh.kafka.\"security.protocol\"",
                        "majlis.models.tiny.file",
                        "quarkus.http.port",
                        "java.home")))
                .doesNotThrowAnyException();
    }

    @Test
    void suggestsTheKeyThatWasMeant() {
        assertThatThrownBy(() -> check.check(List.of("majlis.mesh.bootstrap-server", "majlis.nonsense")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("unknown configuration key 'majlis.mesh.bootstrap-server'"
                        + " (did you mean 'majlis.mesh.bootstrap-servers'?), 'majlis.nonsense'");
    }
}
