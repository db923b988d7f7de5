package dev.majlis.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.testkit.KafkaBroker;
import dev.majlis.trainer.fake.TrainerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer that is killed goes on from its last checkpoint, and its losses are those of one that was left alone. */
class KilledTrainerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String JOBS = "/trainer/v1/jobs";

    @TempDir
    Path folder;

    @Test
    void hasTheSameLossesAfterAKillAsWithoutOne() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"), 0)) {
            TrainerProcess trainer = TrainerProcess.start(folder, broker.bootstrapServers());
            Files.writeString(folder.resolve("data/pairs.jsonl"), TrainerIT.rows(32));
            String body = TrainerIT.job("{\"file\":\"pairs.jsonl\"}", 40);
            String killed = submit(trainer, body);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> updates(killed) >= 60);
            trainer.kill();
            long before = updates(killed);
            // the file is gone: the job has its own copy
            Files.delete(folder.resolve("data/pairs.jsonl"));

            try (TrainerProcess again = TrainerProcess.start(folder, broker.bootstrapServers())) {
                List<Double> resumed = losses(again, killed);
                JsonNode job = again.get(JOBS + "/" + killed).json();
                Files.writeString(folder.resolve("data/pairs.jsonl"), TrainerIT.rows(32));
                String alone = submit(again, body);
                List<Double> undisturbed = losses(again, alone);

                assertThat(before).isBetween(60L, 319L);
                assertThat(job.get("attempts").asInt()).isEqualTo(2);
                assertThat(undisturbed).hasSize(320);
                assertThat(resumed).isEqualTo(undisturbed);
                assertThat(sha256(again, killed)).isEqualTo(sha256(again, alone));
            }
        }
    }

    private static String submit(TrainerProcess trainer, String body) {
        return trainer.post(JOBS, body).json().get("id").asText();
    }

    /** Of the trained weights. */
    private static String sha256(TrainerProcess trainer, String id) {
        for (JsonNode file : trainer.get(JOBS + "/" + id + "/result").json().at("/result/artefacts")) {
            if (file.get("path").asText().equals("model.safetensors")) {
                return file.get("sha256").asText();
            }
        }
        throw new AssertionError("no weights");
    }

    private long updates(String id) throws Exception {
        Path log = folder.resolve("state/trainer-jobs").resolve(id).resolve("events.jsonl");
        if (!Files.exists(log)) {
            return 0;
        }
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("\"progress\"")).count();
        }
    }

    /** Follows the job to its end. */
    private static List<Double> losses(TrainerProcess trainer, String id) {
        List<JsonNode> events = TrainerIT.events(trainer.get(JOBS + "/" + id + "/events"));
        assertThat(events.get(events.size() - 1).path("state").asText()).isEqualTo("SUCCEEDED");
        return events.stream()
                .filter(event -> event.has("progress"))
                .map(event -> event.at("/progress/loss").asDouble())
                .toList();
    }
}
