package dev.majlis.cappy.fake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.ForwardedAnswer;
import dev.majlis.mesh.rest.ForwardedCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The trainer's side of the mesh: answers forwarded calls as the trainer does, with jobs that the test sets. */
public final class FakeTrainer implements Function<Call, Object> {
    private final List<ForwardedCall> calls = new ArrayList<>();
    private final Map<String, String> answers;

    /** @param answers {@code METHOD path} → JSON; what is not named is an unknown job */
    public FakeTrainer(Map<String, String> answers) {
        this.answers = Map.copyOf(answers);
    }

    /** How a job of an adaptation stands. */
    public static String job(String state, String more) {
        return """
               {"id":"a1","task":"cappy-adapt","model":"tiny@0","state":"%s","createdAt":"2026-03-02T10:15:30Z","progress":0.5,
                "data":{"sha256":"00","rows":80},"parameters":{"trainSize":640},"seed":7%s}"""
                .formatted(state, more);
    }

    public static String version(String model, String version) {
        return """
               {"model":"%s","version":"%s","publishedAt":"2026-03-02T10:15:30Z","previous":{"model":"%s","version":"a0"}}"""
                .formatted(model, version, model);
    }

    /** Bodies that were sent, the oldest first. */
    public List<JsonNode> bodies() {
        return calls.stream()
                .filter(call -> call.body() != null)
                .map(call -> Json.read(call.body(), JsonNode.class))
                .toList();
    }

    public List<ForwardedCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Object apply(Call call) {
        var forwarded = (ForwardedCall) call.body();
        calls.add(forwarded);
        String answer = answers.get(forwarded.method() + " " + forwarded.path());
        if (answer == null) {
            return problem(new MeshException(ProblemSlug.NOT_FOUND, "there is no such job").withCode("UNKNOWN_JOB"));
        }
        if (answer.startsWith("!")) {
            String[] parts = answer.substring(1).split(" ", 3);
            return problem(new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, parts[2])
                    .withStatus(Integer.parseInt(parts[0]))
                    .withCode(parts[1]));
        }
        return new ForwardedAnswer(
                200, Map.of("content-type", List.of("application/json")), answer.getBytes(StandardCharsets.UTF_8));
    }

    private static ForwardedAnswer problem(MeshException failure) {
        return new ForwardedAnswer(
                failure.status(),
                Map.of("content-type", List.of(Problem.MEDIA_TYPE)),
                Json.write(Problem.of(failure, "/trainer/v1/jobs", null)));
    }
}
