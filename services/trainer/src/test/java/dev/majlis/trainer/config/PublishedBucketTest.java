package dev.majlis.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelFile;
import dev.majlis.models.store.StoreSettings;
import dev.majlis.testkit.ObjectServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedBucketTest {
    @TempDir
    Path folder;

    @BeforeEach
    void signIn() {
        System.setProperty("aws.accessKeyId", "id");
        System.setProperty("aws.secretAccessKey", "key");
    }

    @AfterEach
    void signOut() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void filesOfAModelLieUnderTheAddressesThatTheRegistryNames() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        try (ObjectServer server = ObjectServer.start()) {
            StoreSettings settings =
                    StoreSettings.in(folder.resolve("store")).withS3(server.endpoint(), "eu-central-1");
            ModelBlobs blobs = PublishedBucket.open("s3://models/majlis", settings);

            List<ModelFile> files = blobs.store(model);

            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.path()).isEqualTo("config.json");
                assertThat(file.uri()).startsWith("s3://models/majlis/");
                assertThat(server.objects().get(file.uri().substring("s3:/".length())))
                        .isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
            });
        }
    }

    @Test
    void refusesAnAddressThatIsNoBucket() {
        assertThatThrownBy(() -> PublishedBucket.open("https://models/majlis", StoreSettings.in(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be s3://bucket/prefix");
    }
}
