package dev.majlis.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.blob.Sha256;
import dev.majlis.trainer.job.StoredData;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataIntakeTest {
    @TempDir
    Path folder;

    private Path root;
    private DataIntake intake;

    @BeforeEach
    void fill() throws Exception {
        root = Files.createDirectories(folder.resolve("data/sub")).getParent();
        Files.writeString(root.resolve("sub/a.jsonl"), "{\"a\":1}\n{\"a\":2}\n");
        Files.writeString(folder.resolve("secret.jsonl"), "{\"a\":1}\n");
        Files.createSymbolicLink(root.resolve("link.jsonl"), folder.resolve("secret.jsonl"));
        intake = intake(Optional.of(root));
    }

    private DataIntake intake(Optional<Path> from) {
        return new DataIntake(
                new DirectoryBlobStore(folder.resolve("blobs")),
                new DirectoryBlobStore(folder.resolve("handed")),
                from,
                new WebData(List.of("localhost", "data.example")),
                new DataLimits(100, 1_000, 100, 10));
    }

    @Test
    void keepsTheRowsAsTheyWereWhateverBecomesOfTheFile() throws Exception {
        StoredData data = intake.file("sub/a.jsonl", row -> {});
        Files.delete(root.resolve("sub/a.jsonl"));

        List<String> seen = new ArrayList<>();
        intake.read(data, folder.resolve("copy"), row -> seen.add(row.fields().toString()));

        assertThat(seen).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(data.rows()).isEqualTo(2);
        assertThat(data.blob().sha256()).isEqualTo(Sha256.hex("{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8)));
    }

    @Test
    void copiesWhatAnotherServiceHasLeftInTheBlobStoreOfTheMesh() {
        var handed = new DirectoryBlobStore(folder.resolve("handed"));
        BlobRef rows = handed.put("{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8));

        StoredData data = intake.blob(rows, "rows.jsonl", row -> {});
        handed.delete(rows);

        List<String> seen = new ArrayList<>();
        intake.read(data, folder.resolve("copy"), row -> seen.add(row.fields().toString()));
        assertThat(seen).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(data.blob()).isEqualTo(rows);
        assertThatThrownBy(() -> intake.blob(rows, "rows.jsonl", row -> {})).hasMessageContaining("is gone");
        assertThatThrownBy(() -> intake.blob(rows, "rows.exe", row -> {})).hasMessageContaining("ends neither");
        BlobRef large = handed.put(new byte[101]);
        assertThatThrownBy(() -> intake.blob(large, "rows.jsonl", row -> {})).hasMessageContaining("the limit is 100");
        BlobRef other = BlobRef.of(large.sha256(), 7);
        assertThatThrownBy(() -> intake.blob(other, "rows.jsonl", row -> {})).hasMessageContaining("is damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.jsonl", "sub/../../secret.jsonl", "link.jsonl", "nothing.jsonl", "sub", "."})
    void readsNothingOutsideTheDataRoot(String path) {
        assertThatThrownBy(() -> intake.file(path, row -> {})).hasMessageContaining("there is no file '" + path + "'");
        assertThatThrownBy(() -> intake.file(folder.resolve("secret.jsonl").toString(), row -> {}))
                .hasMessageContaining("there is no file");
        assertThatThrownBy(() -> intake(Optional.empty()).file(path, row -> {}))
                .hasMessageContaining("majlis.trainer.data.dir");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://data.example/a.jsonl",
                "https://elsewhere.example/a.jsonl",
                "https://user@data.example/a.jsonl",
                "ftp://localhost/a.jsonl",
                "file:///etc/passwd",
                "https://data.example/a.exe",
                "relative.jsonl"
            })
    void asksOnlyTheHostsItWasTold(String url) {
        assertThatThrownBy(() -> intake.checkUrl(URI.create(url))).hasMessageStartingWith("/data");
    }

    @Test
    void fetchesFromAnAddressWithinItsLimit() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().contains("long")
                    ? "{\"a\":1}\n".repeat(50).getBytes(UTF_8)
                    : "{\"a\":1}\n".getBytes(UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().contains("gone") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String address = "http://localhost:" + server.getAddress().getPort();
        try {
            assertThat(intake.url(URI.create(address + "/a.jsonl?x=1"), row -> {})
                            .rows())
                    .isOne();
            assertThatThrownBy(() -> intake.url(URI.create(address + "/long.jsonl"), row -> {}))
                    .hasMessageContaining("more than 100 bytes");
            assertThatThrownBy(() -> intake.url(URI.create(address + "/gone.jsonl"), row -> {}))
                    .hasMessageContaining("answered 404");
        } finally {
            server.stop(0);
        }
        assertThatThrownBy(() -> intake.url(URI.create(address + "/a.jsonl"), row -> {}))
                .hasMessageContaining("the host 'localhost' does not answer");
    }
}
