package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the demonstration of the foe-router asks of the gateway: trainings, experts, one pool and its jobs. */
final class FoeCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRAINER = "/trainer/v1/jobs";
    private static final String FOE = "/foe/v1";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration UNTIL_HOSTED = Duration.ofSeconds(30);
    private static final Set<String> OPEN = Set.of("QUEUED", "RUNNING");
    private static final long LOOK_MS = 200;
    /** Enough for these few rows. */
    private static final int EPOCHS = 8;

    private final GatewayClient gateway;
    private final Console console;
    private final String pool;

    FoeCalls(GatewayClient gateway, Console console, String pool) {
        this.gateway = gateway;
        this.console = console;
        this.pool = pool;
    }

    String path(String rest) {
        return FOE + "/pools/" + pool + rest;
    }

    /** @return id of the job that trains a classifier of texts */
    String train(List<Review> rows, long seed) {
        ObjectNode request =
                JSON.createObjectNode().put("task", "text-classifier").put("seed", seed);
        request.putObject("parameters").put("epochs", EPOCHS);
        ArrayNode data = request.putArray("data");
        rows.forEach(row -> data.add(row.example()));
        return gateway.post(TRAINER, request).body().path("id").asText();
    }

    JsonNode awaitTraining(String id, String what) throws InterruptedException {
        awaitEnd(TRAINER + "/" + id, what);
        return gateway.get(TRAINER + "/" + id + "/result").body();
    }

    void publish(String job, String model) {
        gateway.post(TRAINER + "/" + job + "/publish", JSON.createObjectNode().put("model", model));
    }

    /** Registers a hosted model as expert, over one of an earlier run, as soon as somebody serves it. */
    JsonNode register(String id, String model) throws InterruptedException {
        ObjectNode expert = JSON.createObjectNode().put("id", id).put("kind", "classifier");
        expert.putObject("endpoint").put("type", "hosted").put("model", model);
        expert.putObject("cost").put("money", 1.0);
        Instant end = Instant.now().plus(UNTIL_HOSTED);
        while (true) {
            try {
                if (gateway.find(FOE + "/experts/" + id).isEmpty()) {
                    gateway.post(FOE + "/experts", expert);
                } else {
                    gateway.put(FOE + "/experts/" + id, expert);
                }
                JsonNode probe = gateway.post(
                                FOE + "/experts/" + id + "/probe",
                                JSON.createObjectNode().put("input", "it works very well"))
                        .body();
                if (probe.path("ok").asBoolean()) {
                    return probe;
                }
                requireTime(end, "expert '%s' does not answer as it should: %s".formatted(id, probe.path("checks")));
            } catch (LauncherException e) {
                requireTime(end, e.getMessage());
            }
            Thread.sleep(LOOK_MS);
        }
    }

    private static void requireTime(Instant end, String otherwise) {
        if (Instant.now().isAfter(end)) {
            throw new LauncherException(otherwise);
        }
    }

    /** A new pool in place of the one of an earlier run. */
    JsonNode createPool(List<String> experts) {
        if (gateway.find(path("")).isPresent()) {
            gateway.delete(path(""));
        }
        ObjectNode request = JSON.createObjectNode().put("id", pool);
        experts.forEach(request.withArray("experts")::add);
        Review.LABELS.forEach(request.withArray("labels")::add);
        return gateway.post(FOE + "/pools", request).body();
    }

    JsonNode addRows(String name, List<Review> rows) {
        ObjectNode request = JSON.createObjectNode().put("name", name).put("role", name);
        ArrayNode array = request.putArray("rows");
        for (int i = 0; i < rows.size(); i++) {
            array.add(rows.get(i).row(i));
        }
        return gateway.post(path("/datasets"), request).body();
    }

    /** @return what the job says at its end */
    JsonNode job(String kind, ObjectNode request, String what) throws InterruptedException {
        String id = gateway.post(path("/" + kind), request).body().path("id").asText();
        return awaitEnd(FOE + "/jobs/" + id, what);
    }

    JsonNode predict(List<Review> rows, String policy) {
        ObjectNode request = JSON.createObjectNode().put("policy", policy);
        rows.forEach(row -> request.withArray("inputs").add(row.text()));
        return gateway.post(path("/predict"), request).body().path("results");
    }

    private JsonNode awaitEnd(String path, String what) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        JsonNode job = gateway.get(path).body();
        while (OPEN.contains(job.path("state").asText())) {
            if (Instant.now().isAfter(end)) {
                throw new LauncherException(
                        "%s has not ended within %s: see %s%s".formatted(what, PATIENCE, gateway.address(), path));
            }
            console.live(
                    what,
                    "%.0f %% %s"
                            .formatted(
                                    100 * job.path("progress").asDouble(),
                                    job.path("message").asText("")));
            Thread.sleep(LOOK_MS);
            job = gateway.get(path).body();
        }
        if (!job.path("state").asText().equals("SUCCEEDED")) {
            JsonNode error = job.path("error");
            throw new LauncherException("%s has ended as %s: %s"
                    .formatted(
                            what,
                            job.path("state").asText(),
                            error.path("detail").asText(error.asText("no reason was given"))));
        }
        return job;
    }
}
