package dev.majlis.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {

    @Test
    void readsWhatTheMachineSays() {
        var said = Map.of(
                "majlis.models.dir", "/data/models",
                "majlis.models.offline", "true",
                "hf.endpoint", "https://mirror.example",
                "hf.token", "secret-token");

        StoreSettings settings = StoreSettings.read(key -> Optional.ofNullable(said.get(key)));

        assertThat(settings.directory()).isEqualTo(Path.of("/data/models"));
        assertThat(settings.offline()).isTrue();
        assertThat(settings.hubEndpoint()).isEqualTo(URI.create("https://mirror.example"));
        assertThat(settings.hubToken()).contains("secret-token");
    }

    @Test
    void neverPrintsTheToken() {
        StoreSettings settings = StoreSettings.in(Path.of("/data"))
                .withHub(URI.create("https://mirror.example"), Optional.of("secret-token"));

        assertThat(settings.toString()).doesNotContain("secret-token");
    }
}
