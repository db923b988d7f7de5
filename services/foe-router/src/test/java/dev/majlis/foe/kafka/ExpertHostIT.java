package dev.majlis.foe.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.host.HostedOperation;
import dev.majlis.foe.host.ModelFolders;
import dev.majlis.foe.host.PublishedModels;
import dev.majlis.foe.host.SmallClassifiers;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelFile;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.nn.classify.InputHash;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published classifiers as experts, on a real broker and in real processes. */
class ExpertHostIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Path blobs;
    private static KafkaBroker broker;
    private static Mesh mesh;
    private static ExpertHost host;

    @BeforeAll
    static void start() throws Exception {
        blobs = Files.createDirectories(folder.resolve("blobs"));
        broker = KafkaBroker.start(folder.resolve("broker"), 0);
        mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "foe-router"));
        host = HostMain.host(mesh, blobs, folder.resolve("cache"));
        host.follow(mesh.registry(), Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        host.close();
        mesh.close();
        broker.close();
    }

    @Test
    void swapsVersionsUnderLoadWithoutLosingAnAnswer() throws Exception {
        ModelVersion first = publish("places", "1", false);
        mesh.registry().publish(first);
        serves("places", "1");
        PublishedModels models = models();
        assertThat(models.find("places").orElseThrow().labels()).isEqualTo(SmallClassifiers.LABELS);
        assertThat(models.find("places")
                        .orElseThrow()
                        .trainedInputs()
                        .orElseThrow()
                        .contains(InputHash.of("a ship on waves 3")))
                .isTrue();

        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        Set<String> versions = new HashSet<>();
        for (int round = 0; round < 6; round++) {
            for (int call = 0; call < 100; call++) {
                answers.add(ask("places", "a ship on waves"));
            }
            if (round == 1) {
                mesh.registry().publish(publish("places", "2", true));
            }
            for (CompletableFuture<Reply> answer : answers) {
                JsonNode said = answer.get(60, TimeUnit.SECONDS).json();
                String version = said.path("version").asText();
                versions.add(version);
                // whoever answers says so: the labels of version 2 have changed places
                assertThat(said.path("probabilities")
                                .path(version.equals("1") ? 0 : 1)
                                .asDouble())
                        .isGreaterThan(0.5);
            }
            answers.clear();
            if (round >= 1) {
                serves("places", "2");
            }
        }
        assertThat(versions).containsExactlyInAnyOrder("1", "2");

        mesh.registry().rollback("places");
        serves("places", "1");
        assertThat(models.version("places")).hasValue("1");
    }

    @Test
    void aBrokenVersionLeavesWhatIsServedAndAWithdrawnModelIsRefusedByName() throws Exception {
        mesh.registry().publish(publish("steady", "1", false));
        serves("steady", "1");
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(broken.resolve("classifier.json"), "{}");
        mesh.registry().publish(of("steady", "2", ModelBlobs.in(blobs).store(broken)));
        mesh.registry().publish(publish("marker", "1", false));
        serves("marker", "1");
        assertThat(host.serving()).containsEntry("steady", "1");

        mesh.registry().withdraw("steady");
        await().atMost(PATIENCE).until(() -> !host.serving().containsKey("steady"));

        assertThat(ask("steady", "fish"))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).hasValue("UNKNOWN_MODEL"));
    }

    @Test
    void losesNothingWhenAHostProcessIsKilled() throws Exception {
        mesh.registry().publish(publish("sturdy", "1", false));
        serves("sturdy", "1");
        Path output = folder.resolve("host.log");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostMain.class.getName(),
                        broker.bootstrapServers(),
                        "other",
                        blobs.toString(),
                        folder.resolve("other-cache").toString(),
                        "sturdy")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(output).content().contains(HostMain.READY));
            List<CompletableFuture<Reply>> answers = new ArrayList<>();
            for (int call = 0; call < 600; call++) {
                answers.add(ask("sturdy", "stars above wind " + call));
                if (call == 300) {
                    answers.get(0).get(60, TimeUnit.SECONDS);
                    other.destroyForcibly();
                }
            }

            for (CompletableFuture<Reply> answer : answers) {
                assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .json()
                                .path("probabilities")
                                .path(1)
                                .asDouble())
                        .isGreaterThan(0.5);
            }
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static PublishedModels models() {
        return new PublishedModels(
                mesh::registry, new ModelFolders(folder.resolve("view"), Optional.of(ModelBlobs.in(blobs))));
    }

    private static void serves(String model, String version) {
        await().atMost(PATIENCE).until(() -> version.equals(host.serving().get(model)));
    }

    private static ModelVersion publish(String model, String version, boolean swapped) {
        return SmallClassifiers.version(model, version, swapped, ModelBlobs.in(blobs), folder.resolve("work"));
    }

    private static ModelVersion of(String model, String version, List<ModelFile> files) {
        return new ModelVersion(
                model,
                version,
                PublishedModels.KIND,
                "",
                "",
                "Apache-2.0",
                files,
                Map.of(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }

    private static CompletableFuture<Reply> ask(String model, String text) {
        return mesh.client()
                .call(Call.of(
                        Hop.to(HostedOperation.of(model)),
                        Map.of("input", text),
                        "expert-question",
                        Instant.now().plus(PATIENCE)))
                .toCompletableFuture();
    }
}
