package dev.majlis.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import dev.majlis.trainer.fake.ScriptedChat;
import dev.majlis.trainer.fake.TrainerProcess;
import dev.majlis.trainer.fake.TrainerProcess.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adaptations in the packaged service, with a real broker, a tiny scorer and candidates that are really scored. */
class AdaptationIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String JOBS = "/trainer/v1/jobs";

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static TrainerProcess trainer;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(folder.resolve("broker"), 0);
        trainer = TrainerProcess.start(folder, broker.bootstrapServers());
        var random = new Random(3);
        write("right.jsonl", i -> ScriptedChat.RIGHT);
        // the same candidates, but which of them is right has nothing to do with anything
        write("shuffled.jsonl", i -> ScriptedChat.candidate(i, random.nextInt(ScriptedChat.CANDIDATES)));
    }

    @AfterAll
    static void stop() {
        trainer.close();
        broker.close();
    }

    private static void write(String name, IntFunction<String> reference) throws Exception {
        Files.writeString(
                folder.resolve("data").resolve(name),
                IntStream.range(0, 80)
                        .mapToObj(
                                i -> "{\"instruction\":\"%s\",\"references\":[\"%s\"],\"samples\":{\"scripted\":[%s]}}"
                                        .formatted(
                                                ScriptedChat.question(i),
                                                reference.apply(i),
                                                IntStream.range(0, ScriptedChat.CANDIDATES)
                                                        .mapToObj(k -> '"' + ScriptedChat.candidate(i, k) + '"')
                                                        .collect(Collectors.joining(","))))
                        .collect(Collectors.joining("\n")));
    }

    private static String job(String data, int trainSize, String more) {
        return """
               {"task":"cappy-adapt","model":"tiny","data":%s,"seed":5,"parameters":{"trainSize":%d,"batchSize":8,
                "maxTokens":48,"microTokens":512,"learningRate":0.003,"checkpointEvery":20,"holdout":0.25%s}}"""
                .formatted(data, trainSize, more);
    }

    private static String submit(String body) {
        Answer answer = trainer.post(JOBS, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().get("id").asText();
    }

    private static JsonNode show(String id) {
        return trainer.get(JOBS + "/" + id).json();
    }

    private static JsonNode report(String id) {
        await().atMost(PATIENCE).until(() -> !List.of("QUEUED", "RUNNING")
                .contains(show(id).get("state").asText()));
        assertThat(show(id).get("state").asText()).as(show(id).toString()).isEqualTo("SUCCEEDED");
        return trainer.get(JOBS + "/" + id + "/result").json().at("/result/report");
    }

    private static Map<String, Double> policies(JsonNode report) {
        return report.get("policies").findParents("policy").stream()
                .collect(Collectors.toMap(policy -> policy.get("policy").asText(), policy -> policy.get("value")
                        .asDouble()));
    }

    @Test
    void provesWhatItLearntAndPublishesItWithItsProof() {
        String id = submit(job("{\"file\":\"right.jsonl\"}", 800, ""));

        JsonNode report = report(id);

        Map<String, Double> policies = policies(report);
        assertThat(policies)
                .containsOnlyKeys("first", "random", "longest", "shortest", "before", "after", "oracle")
                .containsEntry("oracle", 1.0);
        assertThat(policies.get("after")).isGreaterThan(0.9).isGreaterThan(policies.get("first"));
        assertThat(report.get("heldOutItems").asInt()).isEqualTo(20);
        assertThat(report.at("/gainOverFirst/low").asDouble()).isPositive();
        assertThat(report.at("/gainOverBefore/low").asDouble()).isPositive();
        assertThat(report.get("promotable").asBoolean()).isTrue();
        assertThat(TrainerIT.events(trainer.get(JOBS + "/" + id + "/events")).stream()
                        .filter(event -> event.has("phase"))
                        .map(event -> event.at("/phase/name").asText()))
                .containsExactly("LABELLING", "TRAINING", "EVALUATING");
        Answer published = trainer.post(JOBS + "/" + id + "/publish", "{\"model\":\"adapted\"}");
        assertThat(published.status()).as(published.body()).isEqualTo(200);
        try (Mesh scorer = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "scorer"))) {
            ModelVersion current = scorer.registry().current("adapted").orElseThrow();
            assertThat(current.metrics())
                    .containsEntry("rouge-l.after", policies.get("after"))
                    .containsEntry("rouge-l.first", policies.get("first"))
                    .containsKeys("gain.first.low", "gain.before.low");
        }
        // an older version can be named, and a base is always named with its version
        String further = submit(job("{\"file\":\"right.jsonl\"}", 8, "").replace("\"tiny\"", "\"adapted@" + id + "\""));
        assertThat(show(further).get("model").asText()).isEqualTo("adapted@" + id);
        report(further);
    }

    @Test
    void refusesToPublishWhatShuffledLabelsTaught() {
        String id = submit(job("{\"file\":\"shuffled.jsonl\"}", 800, ""));

        JsonNode report = report(id);

        assertThat(report.get("promotable").asBoolean()).isFalse();
        Answer refused = trainer.post(JOBS + "/" + id + "/publish", "{\"model\":\"never\"}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.json().get("code").asText()).isEqualTo("NOT_PROVEN");
        assertThat(refused.json().get("detail").asText())
                .contains("is not proven", "held-out items", "interval")
                .contains(report.get("hindrance").asText());
        assertThat(trainer.post(JOBS + "/" + id + "/publish", "{\"model\":\"never\",\"force\":true}")
                        .status())
                .as("nothing overrides it")
                .isEqualTo(400);
        assertThat(trainer.get("/trainer/v1/models").json().toString()).doesNotContain("\"never\"");
    }

    @Test
    void asksALanguageModelOnceForCandidatesEvenWhenItIsKilled() throws Exception {
        Files.writeString(
                folder.resolve("data/bare.jsonl"),
                IntStream.range(0, 60)
                        .mapToObj(i -> "{\"instruction\":\"%s\",\"references\":[\"%s\"]}"
                                .formatted(ScriptedChat.question(i), ScriptedChat.RIGHT))
                        .collect(Collectors.joining("\n")));
        var chat = new ScriptedChat();
        try (Mesh mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "chat"))) {
            mesh.start(chat, WorkerSettings.defaults());
            String id = submit(job(
                    "{\"file\":\"bare.jsonl\"}",
                    1_200,
                    ",\"generator\":{\"service\":\"scripted\",\"decodings\":{\"topk40\":4}}"));
            await().atMost(PATIENCE)
                    .until(() -> show(id).path("step").path("step").asInt() > 0);

            trainer.kill();
            int asked = chat.asked();
            trainer = TrainerProcess.start(folder, broker.bootstrapServers());

            JsonNode report = report(id);
            assertThat(asked).isEqualTo(60);
            assertThat(chat.asked()).isEqualTo(asked);
            assertThat(show(id).get("attempts").asInt()).isEqualTo(2);
            assertThat(report.at("/pairs/samples").asInt()).isPositive();
            assertThat(policies(report)).containsKeys("self_score_mean", "self_score_sum");
            assertThat(policies(report).get("after")).isGreaterThan(0.9);
        }
    }

    @Test
    void refusesRowsThatTeachNothingBeforeAJobIsMade() {
        String row = "{\"instruction\":\"q%d\",\"choices\":[\"a\",\"b\"],\"label\":0}";
        String rows = IntStream.range(0, 7).mapToObj(row::formatted).collect(Collectors.joining(",", "[", "]"));

        Answer few = trainer.post(JOBS, job(rows, 8, ""));
        Answer bad = trainer.post(JOBS, job(rows.replace("\"label\":0}]", "\"label\":9}]"), 8, ""));

        assertThat(few.status()).isEqualTo(422);
        assertThat(few.json().get("code").asText()).isEqualTo("TOO_FEW_POSITIVES");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.json().get("detail").asText()).contains("line 7: label is 9, there are 2 choices");
    }
}
