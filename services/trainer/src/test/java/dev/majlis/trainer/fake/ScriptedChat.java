package dev.majlis.trainer.fake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A language model of the mesh that knows the answer, but says it in one of four places. */
public final class ScriptedChat implements Worker<JsonNode, CandidateSet> {
    public static final String RIGHT = "Yes, there is.";
    public static final int CANDIDATES = 4;

    private final AtomicInteger asked = new AtomicInteger();

    /** No two share a word, so that none is nearer to another than a third. */
    private static final List<String> WRONG = List.of("never", "perhaps", "tomorrow", "nowhere");

    public static String question(int number) {
        return "Is there a house with the number " + number + "?";
    }

    public static String candidate(int number, int place) {
        return place == number % CANDIDATES ? RIGHT : WRONG.get(place);
    }

    /** How often. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Operation operation() {
        return new Operation("scripted", "chat");
    }

    @Override
    public Class<JsonNode> input() {
        return JsonNode.class;
    }

    @Override
    public String outputSchema() {
        return "candidate-set";
    }

    @Override
    public CompletionStage<CandidateSet> handle(Task<JsonNode> task) {
        asked.incrementAndGet();
        String question = task.input().at("/messages/0/content").asText();
        int number = Integer.parseInt(question.replaceAll("[^0-9]", ""));
        List<Candidate> candidates = IntStream.range(0, CANDIDATES)
                .mapToObj(place -> new Candidate(place, candidate(number, place), "stop", 2, -2.0, -1.0))
                .toList();
        return CompletableFuture.completedFuture(new CandidateSet(question, "scripted", candidates, task.input()));
    }
}
