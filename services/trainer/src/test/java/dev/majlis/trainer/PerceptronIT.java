package dev.majlis.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.nn.classify.TextClassifier;
import dev.majlis.nn.mlp.Mlp;
import dev.majlis.testkit.KafkaBroker;
import dev.majlis.trainer.fake.TrainerProcess;
import dev.majlis.trainer.fake.TrainerProcess.Answer;
import dev.majlis.trainer.task.FuserTaskRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers and fusers over REST: published, handed over as blobs, and gone on with after a kill. */
class PerceptronIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String JOBS = "/trainer/v1/jobs";
    private static final String FUSER =
            """
            {"task":"foe-fuser","data":{"blob":{"sha256":"%s","bytes":%d},"name":"rows.jsonl.gz"},"seed":7,
             "parameters":{"blocks":[2,1],"classes":2,"hidden":[32],"epochs":%d,"batchSize":4,"standardise":[1],
                           "patience":0,"checkpointEvery":25}}""";

    @TempDir
    Path folder;

    @Test
    void trainsBothAndGoesOnAfterAKill() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"), 0)) {
            TrainerProcess trainer = TrainerProcess.start(folder, broker.bootstrapServers());
            trainsAClassifierThatOthersFindInTheRegistry(trainer, broker);
            refusesWhatItCannotUse(trainer);

            BlobRef rows = new DirectoryBlobStore(folder.resolve("blobs")).put(packed());
            String body = FUSER.formatted(rows.sha256(), rows.bytes(), 60);
            String killed = submit(trainer, body);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> updates(killed) >= 60);
            trainer.kill();
            long before = updates(killed);
            // swept: the job has its own copy
            new DirectoryBlobStore(folder.resolve("blobs")).delete(rows);
            try (TrainerProcess again = TrainerProcess.start(folder, broker.bootstrapServers())) {
                JsonNode resumed = succeeded(again, killed);
                new DirectoryBlobStore(folder.resolve("blobs")).put(packed());
                JsonNode undisturbed = succeeded(again, submit(again, body));

                assertThat(before).isLessThan(1_620);
                assertThat(again.get(JOBS + "/" + killed).json().get("attempts").asInt())
                        .isEqualTo(2);
                assertThat(resumed.get("artefacts")).isEqualTo(undisturbed.get("artefacts"));
                assertThat(resumed.at("/metrics/accuracy").asDouble()).isGreaterThan(0.9);
                assertThat(resumed.at("/lineage/base").asText()).isEqualTo("none");
                requireFoundAsBlobs(resumed);
            }
        }
    }

    /** As another service would: from the result alone. */
    private void requireFoundAsBlobs(JsonNode result) throws IOException {
        Path fuser = Files.createDirectories(folder.resolve("fuser"));
        for (JsonNode file : result.get("artefacts")) {
            String uri = file.get("uri").asText();
            assertThat(uri).startsWith("blob:models/");
            var ref = BlobRef.of(file.get("sha256").asText(), file.get("bytes").asLong());
            assertThat(folder.resolve("blobs").resolve(uri.substring("blob:".length())))
                    .isRegularFile();
            new DirectoryBlobStore(folder.resolve("blobs/models"))
                    .get(ref, fuser.resolve(file.get("path").asText()));
        }
        assertThat(Mlp.open(fuser).probabilities(new float[] {0.9f, 0.1f, 0}, 1)[0])
                .isGreaterThan(0.7f);
    }

    private void trainsAClassifierThatOthersFindInTheRegistry(TrainerProcess trainer, KafkaBroker broker)
            throws Exception {
        String id = submit(
                trainer,
                "{\"task\":\"text-classifier\",\"data\":[%s],\"parameters\":{\"epochs\":60}}".formatted(texts(60)));
        JsonNode result = succeeded(trainer, id);
        assertThat(result.get("kind").asText()).isEqualTo("text-classifier");
        assertThat(result.at("/report/counts/good").asInt()).isEqualTo(30);
        assertThat(trainer.post(JOBS + "/" + id + "/publish", "{\"model\":\"mood\"}")
                        .status())
                .isEqualTo(200);
        try (Mesh other = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "other"))) {
            ModelVersion current = other.registry().current("mood").orElseThrow();
            assertThat(current.base()).isEqualTo("none");
            Path fetched = ModelBlobs.in(folder.resolve("blobs")).fetch(current, folder.resolve("fetched"));
            TextClassifier classifier = TextClassifier.open(fetched, Optional.empty());
            assertThat(classifier.labels()).containsExactly("bad", "good");
            assertThat(classifier.probabilities(List.of("a good day"))[0][1]).isGreaterThan(0.6f);
        }
    }

    private static void refusesWhatItCannotUse(TrainerProcess trainer) {
        String classifier = "{\"task\":\"text-classifier\",\"data\":[%s]%s}";
        refused(trainer, classifier.formatted(texts(4), ",\"model\":\"tiny\""), 400, "starts from none");
        refused(
                trainer,
                classifier.formatted(texts(4), ",\"parameters\":{\"features\":\"embedding\"}"),
                400,
                "/model: is required");
        refused(trainer, classifier.formatted(texts(1), ""), 422, "SINGLE_CLASS");
        refused(trainer, FUSER.formatted("ab".repeat(32), 7, 1), 422, "is gone");
        refused(trainer, FUSER.formatted("../secret", 7, 1), 400, "/data/blob");
        refused(trainer, FUSER.formatted("ab".repeat(32), -7, 1), 400, "/data/blob");
        refused(trainer, FUSER.formatted("ab".repeat(32), 1L << 40, 1), 413, "the limit is");
        refused(trainer, FUSER.formatted("ab".repeat(32), 7, 1).replace(".jsonl", ".exe"), 422, "ends neither");
    }

    private static void refused(TrainerProcess trainer, String body, int status, String words) {
        Answer answer = trainer.post(JOBS, body);
        assertThat(answer.body()).contains(words);
        assertThat(answer.status()).isEqualTo(status);
    }

    private static String texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"text\":\"day %d was %s\",\"label\":\"%2$s\"}".formatted(i, i % 2 == 0 ? "good" : "bad"))
                .collect(Collectors.joining(","));
    }

    private static byte[] packed() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(String.join("\n", FuserTaskRows.of(120)).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String submit(TrainerProcess trainer, String body) {
        Answer answer = trainer.post(JOBS, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().get("id").asText();
    }

    private static JsonNode succeeded(TrainerProcess trainer, String id) {
        await().atMost(PATIENCE).until(() -> !List.of("QUEUED", "RUNNING").contains(state(trainer, id)));
        Answer result = trainer.get(JOBS + "/" + id + "/result");
        assertThat(result.status()).as(result.body()).isEqualTo(200);
        return result.json().get("result");
    }

    private static String state(TrainerProcess trainer, String id) {
        Answer job = trainer.get(JOBS + "/" + id);
        assertThat(job.status()).as(job.body()).isEqualTo(200);
        return job.json().get("state").asText();
    }

    private long updates(String id) throws IOException {
        Path log = folder.resolve("state/trainer-jobs").resolve(id).resolve("events.jsonl");
        if (!Files.exists(log)) {
            return 0;
        }
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("\"progress\"")).count();
        }
    }
}
