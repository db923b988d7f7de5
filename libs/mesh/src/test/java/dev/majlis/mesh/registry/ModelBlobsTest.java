package dev.majlis.mesh.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBlobsTest {
    @TempDir
    Path folder;

    private ModelBlobs blobs;
    private ModelVersion version;

    @BeforeEach
    void store() throws Exception {
        Path trained = Files.createDirectories(folder.resolve("trained"));
        Files.writeString(trained.resolve("config.json"), "{}");
        Files.createDirectories(trained.resolve("onnx"));
        Files.writeString(trained.resolve("onnx/model.onnx"), "weights");
        blobs = ModelBlobs.in(folder.resolve("blobs"));
        version = new ModelVersion(
                "m",
                "1",
                "pair-scorer",
                "regression01",
                "tiny",
                "Apache-2.0",
                blobs.store(trained),
                Map.of(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }

    @Test
    void bringsAFolderElsewhereWithTheSameFiles() {
        Path fetched = blobs.fetch(version, folder.resolve("cache"));

        assertThat(fetched).isEqualTo(folder.resolve("cache/m/1"));
        assertThat(fetched.resolve("config.json")).hasContent("{}");
        assertThat(fetched.resolve("onnx/model.onnx")).hasContent("weights");
        assertThat(version.files()).extracting(ModelFile::path).containsExactly("config.json", "onnx/model.onnx");
        assertThat(version.files()).allSatisfy(file -> assertThat(file.uri())
                .isEqualTo("blob:models/" + file.blob().path()));
    }

    @Test
    void mendsAFetchedFolderThatWasChanged() throws Exception {
        Path fetched = blobs.fetch(version, folder.resolve("cache"));
        Files.writeString(fetched.resolve("config.json"), "changed");

        blobs.fetch(version, folder.resolve("cache"));

        assertThat(fetched.resolve("config.json")).hasContent("{}");
    }

    @Test
    void refusesABlobThatWasChanged() throws Exception {
        Files.writeString(
                folder.resolve("blobs/models")
                        .resolve(version.files().get(0).blob().path()),
                "changed");

        assertThatThrownBy(() -> blobs.fetch(version, folder.resolve("cache")))
                .isInstanceOf(MeshException.class)
                .hasMessageContaining("damaged");
        assertThat(folder.resolve("cache/m/1")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a/../b", "a//b", "", ".hidden", "a\\b", "a/", "a\u0000"})
    void refusesPathsThatLeadElsewhere(String path) {
        String sha256 = version.files().get(0).sha256();

        assertThatThrownBy(() -> new ModelFile(path, sha256, 1, "blob:x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(List.of(version.files().get(0).path())).doesNotContain(path);
    }
}
