package dev.majlis.foe.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.policy.Answer;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.Step;
import dev.majlis.foe.policy.StoredCalls;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.foe.twin.TwinCouncil;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three experts and the router on a real broker; expert 2 refuses every fifth input. */
class PredictWorkerIT {
    private static final List<String> LABELS = List.of("a", "b", "c");
    private static final OutputTable ROWS = probabilities(RandomTables.labelledTwin(new Random(1), 400, 3, 3, 0.7));
    private static final OutputTable INPUTS = probabilities(RandomTables.labelledTwin(new Random(2), 60, 3, 3, 0.7));
    private static final Pool POOL = new Pool(
            "p",
            IntStream.range(0, 3)
                    .mapToObj(k -> Expert.classifier("e" + k, LABELS, Cost.ofMoney(1), "1"))
                    .toList(),
            LABELS);
    private static final List<Operation> ENDPOINTS = IntStream.range(0, 3)
            .mapToObj(k -> new Operation("expert" + k, "classify"))
            .toList();
    private static final Council COUNCIL = TwinCouncil.of(
            POOL, LogisticFuser.train(ROWS, ROWS, LogisticSettings.MASKED), FrugalSettings.DEFAULT.withNeighbours(20));

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static Mesh mesh;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(folder, 0);
        mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "foe-router"));
        HostedPool hosted = new HostedPool(POOL, COUNCIL, ENDPOINTS);
        HostedPools pools = name -> name.equals("p") ? Optional.of(hosted) : Optional.empty();
        for (int k = 0; k < 3; k++) {
            mesh.start(expert(k), WorkerSettings.defaults());
        }
        mesh.start(new PredictWorker(pools, mesh::client, Clock.systemUTC()).worker(), WorkerSettings.defaults());
    }

    @AfterAll
    static void stop() {
        mesh.close();
        broker.close();
    }

    @Test
    void fusesWhoAnswersAndSaysWhoDidNot() throws Exception {
        JsonNode answer = predict("p", "\"foe_full\"");

        assertThat(answer.path("results")).hasSize(60);
        for (int row = 0; row < 60; row++) {
            JsonNode result = answer.path("results").get(row);
            assertThat(result.path("error").isMissingNode()).isTrue();
            assertThat(result.path("degraded").asBoolean()).isEqualTo(row % 5 == 0);
            assertThat(result.path("experts").get(2).path("answered").asBoolean())
                    .isEqualTo(row % 5 != 0);
        }
    }

    @Test
    void frugalOverKafkaIsFrugalOnStoredRows() throws Exception {
        JsonNode answer = predict("p", "{\"name\":\"foe_frugal\",\"lambda\":0.05,\"max_experts\":2}");

        for (int row = 0; row < 60; row++) {
            if (row % 5 == 0) {
                continue;
            }
            Answer stored =
                    COUNCIL.answer(new Policy.FoeFrugal(0.05, Caps.ofExperts(2)), new StoredCalls(INPUTS, row), row);
            JsonNode result = answer.path("results").get(row);
            assertThat(result.path("label").asText()).isEqualTo(LABELS.get(stored.choice()));
            assertThat(result.path("stop_reason").asText())
                    .isEqualTo(stored.stop().name());
            List<String> order = new ArrayList<>();
            result.path("experts").forEach(each -> order.add(each.path("expert").asText()));
            assertThat(order)
                    .isEqualTo(stored.steps().stream()
                            .map(Step::expert)
                            .map(k -> "e" + k)
                            .toList());
        }
    }

    @Test
    void namesAnUnknownPool() {
        assertThatThrownBy(() -> predict("q", "\"foe_full\""))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.NOT_FOUND));
    }

    private static JsonNode predict(String pool, String policy) throws Exception {
        ObjectNode request = Json.mapper().createObjectNode().put("pool", pool);
        ArrayNode inputs = request.putArray("inputs");
        IntStream.range(0, 60).forEach(inputs::add);
        request.set("policy", Json.mapper().readTree(policy));
        Call call = Call.of(
                Hop.to(PredictWorker.OPERATION),
                request,
                "foe-predict",
                Instant.now().plusSeconds(60));
        return mesh.client()
                .call(call)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .json();
    }

    private static Worker<JsonNode, ObjectNode> expert(int k) {
        return Worker.of(ENDPOINTS.get(k), JsonNode.class, "expert-answer", task -> {
            int row = task.input().path("input").asInt();
            if (k == 2 && row % 5 == 0) {
                throw new MeshException(ProblemSlug.INVALID_REQUEST, "not mine");
            }
            ObjectNode answer = Json.mapper().createObjectNode();
            ArrayNode values = answer.putArray("probabilities");
            for (float value : INPUTS.block(k).row(row)) {
                values.add(value);
            }
            return answer;
        });
    }

    // labels with confidences as whole distributions: the rest is shared by the other labels
    private static OutputTable probabilities(OutputTable labelled) {
        List<OutputBlock> blocks = new ArrayList<>();
        for (int k = 0; k < labelled.experts(); k++) {
            float[] values = new float[labelled.rows() * 3];
            for (int row = 0; row < labelled.rows(); row++) {
                float[] one = labelled.block(k).row(row);
                float rest = (1 - one[0] - one[1] - one[2]) / 3;
                for (int c = 0; c < 3; c++) {
                    values[row * 3 + c] = one[c] + rest;
                }
            }
            blocks.add(new DenseBlock(values, 3));
        }
        int[] labels =
                IntStream.range(0, labelled.rows()).map(labelled.targets()::of).toArray();
        return OutputTable.of(blocks, Targets.labels(labels, 3));
    }
}
