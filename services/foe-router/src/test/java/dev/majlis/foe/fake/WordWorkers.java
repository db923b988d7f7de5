package dev.majlis.foe.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@link WordExperts} say, as workers of a mesh at {@code words.<expert>}, and in the place of the scorer one that likes a
 * text by {@code g<k>} for a prompt about {@code d<k>}.
 */
public final class WordWorkers {
    public static final List<String> LABELS = List.of("a", "b", "c");

    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final AtomicInteger scored = new AtomicInteger();
    private final Mesh mesh;
    private volatile boolean scorerIsAway;

    public WordWorkers(Mesh mesh) {
        this.mesh = mesh;
    }

    public void serve(String expert) {
        serve(new Operation("words", expert), expert, LABELS);
    }

    /** The same at another place, with labels of its own. */
    public void serve(Operation operation, String expert, List<String> labels) {
        start(operation, "expert-answer", task -> said(expert, labels, task));
    }

    public void serveScores() {
        start(new Operation("cappy-scorer", "score"), "scores", this::scores);
    }

    /** An expert answers nobody until it is released. */
    public void hold(String expert) {
        held.put(expert, new CountDownLatch(1));
    }

    public void releaseAll() {
        held.values().forEach(CountDownLatch::countDown);
        held.clear();
    }

    /** Whether the scorer refuses from now on. */
    public void scorerIsAway(boolean away) {
        scorerIsAway = away;
    }

    /** Pairs that were scored so far. */
    public int scored() {
        return scored.get();
    }

    private ObjectNode said(String expert, List<String> labels, Task<JsonNode> task) throws InterruptedException {
        CountDownLatch gate = held.get(expert);
        if (gate != null) {
            var unused = gate.await(30, TimeUnit.SECONDS);
        }
        ObjectNode answer = Json.mapper().createObjectNode();
        String input = task.input().path("input").asText();
        for (float probability : WordExperts.probabilities(expert, labels, input)) {
            answer.withArray("probabilities").add(probability);
        }
        return answer;
    }

    private ObjectNode scores(Task<JsonNode> task) {
        if (scorerIsAway) {
            throw new MeshException(ProblemSlug.OVERLOADED, "busy");
        }
        ObjectNode answer = Json.mapper().createObjectNode();
        for (JsonNode item : task.input().path("items")) {
            scored.incrementAndGet();
            String wanted = item.path("instruction").asText().replaceAll(".*d(\\d).*", "g$1");
            boolean liked = item.path("response").asText().endsWith(wanted);
            answer.withArray("items").addObject().put("score", liked ? 0.9 : 0.2);
        }
        return answer.put("model", "likes").put("model_version", "1").put("score_kind", "preference");
    }

    private void start(Operation operation, String schema, Worker.Handler<JsonNode, ObjectNode> handler) {
        mesh.start(
                Worker.of(operation, JsonNode.class, schema, handler),
                WorkerSettings.defaults().withRetryDelays(List.of()));
    }
}
