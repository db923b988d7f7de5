package dev.majlis.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebSourceTest {
    private static final byte[] CONTENT = ModelFiles.gguf(300_000);

    @TempDir
    Path directory;

    private FlakyServer server;
    private StoreSettings settings;

    @BeforeEach
    void start() throws IOException {
        server = new FlakyServer(CONTENT);
        settings = StoreSettings.in(directory)
                .withHub(server.uri("/"), Optional.of("hub-token"))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Source web() {
        return new Source.Web(server.uri("/x.gguf"));
    }

    private Path fetch(Source... sources) {
        return new ModelStore(settings)
                .fetch(ModelFiles.entry(CONTENT, sources), Progress.NONE)
                .get("weights")
                .path();
    }

    @Test
    void fetchesAndTellsItsProgress() {
        List<Long> seen = new ArrayList<>();

        StoredFile file = new ModelStore(settings)
                .fetch(ModelFiles.entry(CONTENT, web()), (name, bytes, total) -> {
                    assertThat(name).isEqualTo("weights.gguf");
                    assertThat(total).isEqualTo(CONTENT.length);
                    seen.add(bytes);
                })
                .get("weights");

        assertThat(file.path()).hasBinaryContent(CONTENT);
        assertThat(file.sha256()).isEqualTo(ModelFiles.sha256(CONTENT));
        assertThat(seen).isSorted().endsWith((long) CONTENT.length);
    }

    @Test
    void readsTheHubsLayoutAndSendsTheTokenToTheHubAlone() throws IOException {
        try (var storage = new FlakyServer(CONTENT)) {
            server.redirect = storage.uri("/moved/blob").toString();

            fetch(new Source.Hub("org/repo", "main", "sub/x.gguf"));

            assertThat(server.requests).containsExactly("/org/repo/resolve/main/sub/x.gguf -");
            assertThat(server.authorization).isEqualTo("Bearer hub-token");
            assertThat(storage.authorization).isNull();
        }
    }

    @Test
    void continuesWhereAConnectionBroke() {
        server.breakAfter = 100_000;
        server.breaksLeft.set(2);

        assertThat(fetch(web())).hasBinaryContent(CONTENT);

        assertThat(server.requests).hasSize(3);
        assertThat(server.requests.get(1)).matches("/x.gguf bytes=[1-9]\\d*-");
    }

    @Test
    void continuesAfterTheProcessWasKilled() throws IOException {
        Files.createDirectories(directory.resolve("m"));
        Files.write(directory.resolve("m/weights.gguf.part"), Arrays.copyOf(CONTENT, 120_000));
        Files.write(directory.resolve("m/weights.gguf.part.from"), List.of(web().spec(), "\"v1\""));

        assertThat(fetch(web())).hasBinaryContent(CONTENT);

        assertThat(server.requests).containsExactly("/x.gguf bytes=120000-");
        assertThat(directory.resolve("m").toFile().list()).noneMatch(name -> name.contains(".part"));
    }

    @Test
    void startsOverWhenTheContentHasChangedSince() throws IOException {
        Files.createDirectories(directory.resolve("m"));
        Files.write(directory.resolve("m/weights.gguf.part"), new byte[120_000]);
        Files.write(directory.resolve("m/weights.gguf.part.from"), List.of(web().spec(), "\"v0\""));

        assertThat(fetch(web())).hasBinaryContent(CONTENT);
    }

    @Test
    void startsOverWhenTheBeginningWasDamaged() throws IOException {
        Files.createDirectories(directory.resolve("m"));
        Files.write(directory.resolve("m/weights.gguf.part"), new byte[120_000]);
        Files.write(directory.resolve("m/weights.gguf.part.from"), List.of(web().spec(), "\"v1\""));

        assertThat(fetch(web())).hasBinaryContent(CONTENT);

        assertThat(server.requests).containsExactly("/x.gguf bytes=120000-", "/x.gguf -");
    }

    @Test
    void fetchesTheWholeFileFromAServerWithoutRanges() {
        server.ranges = false;
        server.breakAfter = 100_000;
        server.breaksLeft.set(1);

        assertThat(fetch(web())).hasBinaryContent(CONTENT);
    }

    @Test
    void givesUpOnASourceThatStallsAndTakesTheNext() throws IOException {
        try (var second = new FlakyServer(CONTENT)) {
            server.stallAfter = 0;
            settings = settings.withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));

            assertThat(fetch(web(), new Source.Web(second.uri("/y.gguf")))).hasBinaryContent(CONTENT);
        }
    }

    @Test
    void neverShowsAFileWithAnotherHash() {
        byte[] other = CONTENT.clone();
        other[200_000]++;

        assertThatThrownBy(() -> new ModelStore(settings).fetch(ModelFiles.entry(other, web()), Progress.NONE))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.CORRUPT))
                .hasMessageContaining(ModelFiles.sha256(other));
        assertThat(directory.resolve("m/weights.gguf")).doesNotExist();
        assertThat(directory.resolve("m/weights.gguf.part")).doesNotExist();
    }

    @Test
    void refusesAFileOfAnotherLengthBeforeReadingIt() {
        assertThatThrownBy(() -> new ModelStore(settings)
                        .fetch(ModelFiles.entry("weights.gguf", 5, "0".repeat(64), web()), Progress.NONE))
                .hasMessageContaining("the source has 300000 bytes, the catalog says 5");
    }

    @Test
    void namesEverySourceItTriedAndHowToGoOn() {
        server.status = 404;

        assertThatThrownBy(() -> fetch(
                        new Source.LocalFile(Path.of("none.gguf")),
                        new Source.Hub("org/repo", "main", "x.gguf"),
                        web(),
                        new Source.Classpath("none.gguf")))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE))
                .hasMessageContaining("file:none.gguf: ")
                .hasMessageContaining("hf:org/repo@main/x.gguf: HTTP 404")
                .hasMessageContaining(web().spec() + ": HTTP 404")
                .hasMessageContaining("classpath:none.gguf: no resource")
                .hasMessageContaining("place the file by hand at " + directory.resolve("m/weights.gguf"))
                .hasMessageContaining("SHA-256 " + ModelFiles.sha256(CONTENT));
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void asksAgainWhenTheServerIsBusy() {
        server.status = 503;

        assertThatThrownBy(() -> fetch(web())).hasMessageContaining("HTTP 503");

        assertThat(server.requests).hasSize(3);
    }

    @Test
    void asksAHostThatIsNotThereOnce() throws IOException {
        URI dead;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/x.gguf");
        }

        assertThatThrownBy(() -> fetch(new Source.Web(dead), new Source.Web(dead.resolve("/y.gguf"))))
                .hasMessageContaining("x.gguf: host 127.0.0.1 cannot be reached")
                .hasMessageContaining("y.gguf: host 127.0.0.1 could not be reached a moment ago");
    }

    @Test
    void refusesPlainHttpBeyondThisMachine() {
        assertThatThrownBy(() -> fetch(new Source.Web(URI.create("http://192.0.2.1/x.gguf"))))
                .hasMessageContaining("plain http is only allowed for loopback addresses");
    }

    @Test
    void triesNothingRemoteWhenOffline() {
        settings = settings.withOffline(true);

        assertThatThrownBy(() -> fetch(web(), new Source.S3("bucket", "x.gguf")))
                .hasMessageContaining("the offline switch is on");
        assertThat(server.requests).isEmpty();
    }
}
