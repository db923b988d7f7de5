package dev.majlis.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3SourceTest {
    private static final byte[] CONTENT = ModelFiles.gguf(300_000);

    @TempDir
    Path directory;

    private FlakyServer server;
    private ModelStore store;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        server = new FlakyServer(CONTENT);
        store = new ModelStore(StoreSettings.in(directory)
                .withS3(server.uri("/"), "us-east-1")
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void fetchesAnObjectWithASignedRequest() {
        var entry = ModelFiles.entry(CONTENT, new Source.S3("bucket", "models/x.gguf"));

        Path path = store.fetch(entry, Progress.NONE).get("weights").path();

        assertThat(path).hasBinaryContent(CONTENT);
        assertThat(server.requests).containsExactly("/bucket/models/x.gguf -");
        assertThat(server.authorization).startsWith("AWS4-HMAC-SHA256 ");
    }

    @Test
    void continuesWhereAConnectionBroke() {
        server.breakAfter = 100_000;
        server.breaksLeft.set(1);

        Path path = store.fetch(ModelFiles.entry(CONTENT, new Source.S3("bucket", "x.gguf")), Progress.NONE)
                .get("weights")
                .path();

        assertThat(path).hasBinaryContent(CONTENT);
        assertThat(server.requests.get(1)).matches("/bucket/x.gguf bytes=[1-9]\\d*-");
    }

    @Test
    void saysWhenThereIsNoSuchObject() {
        server.status = 404;

        assertThatThrownBy(
                        () -> store.fetch(ModelFiles.entry(CONTENT, new Source.S3("bucket", "x.gguf")), Progress.NONE))
                .hasMessageContaining("s3://bucket/x.gguf: HTTP 404");
    }
}
