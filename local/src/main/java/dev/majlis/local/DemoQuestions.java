package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the demonstration asks the gateway before and after: many classifications, one best-of, one rerank. */
final class DemoQuestions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 50;
    private static final int SHOWN = 6;
    private static final int WIDTH = 62;

    private final GatewayClient gateway;
    private final List<Opinions> opinions;

    DemoQuestions(GatewayClient gateway, List<Opinions> opinions) {
        this.gateway = gateway;
        this.opinions = List.copyOf(opinions);
    }

    /**
     * What came back.
     *
     * @param scorer name and version of who judged
     * @param choices one for each opinion
     * @param right how many of them are
     * @param bestOf text that was chosen of the candidates
     * @param rerank documents, the best first
     * @param took for all of it
     */
    record Answers(String scorer, List<String> choices, int right, String bestOf, List<String> rerank, Duration took) {

        String words() {
            return "judged by %s: %d of %d right, which is %.1f %% (%.1f s)"
                    .formatted(scorer, right, choices.size(), 100.0 * right / choices.size(), took.toMillis() / 1e3);
        }
    }

    int count() {
        return opinions.size();
    }

    /** @param model that judges; empty for the default */
    Answers ask(String model) {
        Instant began = Instant.now();
        String scorer = "";
        List<String> choices = new ArrayList<>();
        for (int from = 0; from < opinions.size(); from += AT_ONCE) {
            ObjectNode body = body(model);
            opinions.subList(from, Math.min(opinions.size(), from + AT_ONCE))
                    .forEach(one -> body.withArray("items").add(one.item()));
            JsonNode answer = gateway.post("/cappy/v1/classify", body).body();
            answer.path("items").forEach(item -> choices.add(item.path("choice").asText()));
            scorer = "%s, version %s"
                    .formatted(
                            answer.path("model").asText(),
                            answer.path("model_version").asText());
        }
        int right = 0;
        for (int i = 0; i < choices.size(); i++) {
            right += choices.get(i).equals(opinions.get(i).right()) ? 1 : 0;
        }
        return new Answers(
                scorer, choices, right, bestOf(model), rerank(model), Duration.between(began, Instant.now()));
    }

    private String bestOf(String model) {
        ObjectNode body = body(model).put("instruction", asked().instruction()).put("policy", "cappy");
        asked().choices().forEach(body.withArray("candidates")::add);
        return gateway.post("/cappy/v1/best-of", body).body().path("text").asText();
    }

    private List<String> rerank(String model) {
        ObjectNode body = body(model).put("query", asked().instruction());
        asked().choices().forEach(body.withArray("documents")::add);
        List<String> order = new ArrayList<>();
        for (JsonNode result : gateway.post("/v1/rerank", body).body().path("results")) {
            order.add(asked().choices().get(result.path("index").asInt()));
        }
        return order;
    }

    /** Of best-of and rerank. */
    private Opinions asked() {
        return opinions.get(SHOWN);
    }

    private static ObjectNode body(String model) {
        ObjectNode body = JSON.createObjectNode();
        return model.isEmpty() ? body : body.put("model", model);
    }

    /** The first opinions with both answers; none is picked for what came out. */
    String sideBySide(Answers before, Answers after) {
        var table = new Table("request", "before", "after", "praise");
        for (int i = 0; i < SHOWN; i++) {
            Opinions one = opinions.get(i);
            table.row(
                    "classify",
                    mark(one, before.choices().get(i)),
                    mark(one, after.choices().get(i)),
                    shown(one));
        }
        table.row("best-of", mark(asked(), before.bestOf()), mark(asked(), after.bestOf()), shown(asked()));
        table.row(
                "rerank",
                mark(asked(), before.rerank().get(0)),
                mark(asked(), after.rerank().get(0)),
                shown(asked()));
        table.row(
                "all %d".formatted(count()),
                "%d right".formatted(before.right()),
                "%d right".formatted(after.right()),
                "");
        return table.text();
    }

    private static String mark(Opinions one, String picked) {
        return picked.equals(one.right()) ? "right" : "wrong";
    }

    private static String shown(Opinions one) {
        return one.right().length() > WIDTH ? one.right().substring(0, WIDTH - 1) + "…" : one.right();
    }
}
