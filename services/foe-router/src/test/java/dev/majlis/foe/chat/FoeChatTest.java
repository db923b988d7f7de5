package dev.majlis.foe.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FoeChatTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final ChatCaller CALLER = new ChatCaller("r1", "t", NOW.plusSeconds(10));

    private static final String QUESTION =
            """
            {"model":"foe:writers","temperature":0.5,"messages":[{"role":"user","content":"Why?"}]}""";
    private static final String CANDIDATES =
            """
            {"instruction":"Cheer!","model":"m","candidates":[
             {"index":0,"text":"ok","finish":"stop","tokens":1},
             {"index":1,"text":"great!!!!!!!!","finish":"length","tokens":2,"logLikelihoodSum":-1.5,"logLikelihoodMean":-0.75},
             {"index":2,"text":"nice!!","finish":"stop","tokens":3}],
             "completion":{"id":"c","usage":{"prompt_tokens":4},"choices":[
              {"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop","majlis":{"tokens":1}},
              {"index":1,"message":{"role":"assistant","content":"great!!!!!!!!"},"finish_reason":"length"},
              {"index":2,"message":{"role":"assistant","content":"nice!!"},"finish_reason":"stop"}]}}""";

    private final FakePools pools = new FakePools();
    private final FoeChat chat = new FoeChat(pools, pools, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void answersWithTheChosenExpertsTextAndTellsTheDecision() throws Exception {
        ChatAnswer answer = answer("{}", QUESTION);

        assertThat(answer.text()).hasValue("Second: Why?");
        JsonNode reply = answer.reply();
        assertThat(reply.path("object").asText()).isEqualTo("chat.completion");
        assertThat(reply.path("created").asLong()).isEqualTo(1_000);
        assertThat(reply.path("model").asText()).isEqualTo("foe:writers");
        assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("Second: Why?");
        assertThat(reply.at("/usage/total_tokens").asInt()).isEqualTo(30);
        JsonNode decision = reply.at("/usage/foe");
        assertThat(decision).isEqualTo(reply.at("/majlis/foe"));
        assertThat(decision.path("expert").asText()).isEqualTo("long");
        assertThat(decision.path("stop_reason").asText()).isEqualTo("ALL");
        assertThat(decision.at("/experts/2/error").asText()).isEqualTo("TIMEOUT");
        assertThat(decision.toString()).doesNotContain("Second");
    }

    @Test
    void theSameRequestDrawsFromTheSameSeedAndAnOwnSeedIsKept() throws Exception {
        answer("{}", QUESTION);
        answer("{}", QUESTION);
        answer("{}", "{\"model\":\"foe:writers\",\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

        assertThat(seed(0)).isEqualTo(seed(1)).isPositive();
        assertThat(seed(2)).isEqualTo(7);
        assertThat(pools.asked.get(0).input().path("temperature").asDouble()).isEqualTo(0.5);
    }

    @Test
    void answersPlainCompletionsInTheirOwnForm() throws Exception {
        JsonNode reply = answer("{\"endpoint\":\"completions\"}", "{\"model\":\"foe:writers\",\"prompt\":\"Once\"}")
                .reply();

        assertThat(reply.path("object").asText()).isEqualTo("text_completion");
        assertThat(reply.at("/choices/0/text").asText()).isEqualTo("Second: Once");
    }

    @Test
    void handsAllTextsToAScorer() throws Exception {
        JsonNode reply = answer("{\"output\":\"candidates\"}", QUESTION).reply();

        CandidateSet set = Json.mapper().convertValue(reply, CandidateSet.class);
        assertThat(set.instruction()).isEqualTo("Why?");
        assertThat(set.candidates()).extracting("text").containsExactly("First: Why?", "Second: Why?");
        assertThat(set.completion().at("/choices/1/message/content").asText()).isEqualTo("Second: Why?");
        assertThat(set.completion().at("/choices/1/majlis/expert").asText()).isEqualTo("long");
        assertThat(set.completion().at("/usage/foe/pool").asText()).isEqualTo("writers");
    }

    @Test
    void asksGeneratorsAgainWhatTheStepBeforeWasAsked() throws Exception {
        JsonNode reply = answer("{\"pool\":\"writers\",\"output\":\"candidates\",\"keep\":true}", CANDIDATES)
                .reply();

        CandidateSet set = Json.mapper().convertValue(reply, CandidateSet.class);
        assertThat(set.candidates())
                .extracting("text")
                .containsExactly("ok", "great!!!!!!!!", "nice!!", "First: Cheer!", "Second: Cheer!");
        assertThat(set.completion().path("choices")).hasSize(5);
    }

    @Test
    void keepsTheTextsThatCameInWhenEveryExpertFails() throws Exception {
        String broken = CANDIDATES.replace("Cheer!", "broken");

        assertThat(answer("{\"pool\":\"writers\",\"keep\":true}", broken).text())
                .hasValue("ok");
        refuses("{\"pool\":\"writers\"}", broken, "ALL_EXPERTS_FAILED");
    }

    @Test
    void aVerdictIsOneText() throws Exception {
        String verdict =
                """
                {"chosen":2,"text":"nice!!","policy":"first","instruction":"Cheer!","completion":{"choices":[
                 {"index":2,"message":{"content":"nice!!"},"finish_reason":"stop"}]}}""";

        JsonNode reply = answer("{\"pool\":\"moods\"}", verdict).reply();

        assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("nice!!");
        assertThat(reply.at("/choices/0/majlis/label").asText()).isEqualTo("bad");
    }

    @Test
    void labelsEveryText() throws Exception {
        ChatAnswer answer = answer("{\"pool\":\"moods\"}", CANDIDATES);

        assertThat(answer.text()).isEmpty();
        JsonNode choices = answer.reply().path("choices");
        assertThat(choices).hasSize(3);
        assertThat(choices.at("/1/majlis/label").asText()).isEqualTo("good");
        assertThat(choices.at("/1/majlis/probability").asDouble()).isEqualTo(0.8f);
        assertThat(choices.at("/0/majlis/tokens").asInt()).isEqualTo(1);
        assertThat(answer.reply().at("/usage/prompt_tokens").asInt()).isEqualTo(4);
        assertThat(answer.reply().at("/majlis/foe/candidates")).hasSize(3);
        assertThat(answer.reply().at("/majlis/foe/cost").asDouble()).isEqualTo(3);
    }

    @Test
    void keepsTheTextToWhichTheLabelIsLikeliest() throws Exception {
        ChatAnswer answer = answer("{\"pool\":\"moods\",\"keep\":\"good\"}", CANDIDATES);

        assertThat(answer.text()).hasValue("great!!!!!!!!");
        JsonNode reply = answer.reply();
        assertThat(reply.path("choices")).hasSize(1);
        assertThat(reply.at("/choices/0/index").asInt()).isZero();
        assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(reply.at("/majlis/foe/chosen").asInt()).isEqualTo(1);
        assertThat(reply.at("/majlis/foe/keep").asText()).isEqualTo("good");
        assertThat(answer("{\"pool\":\"moods\",\"keep\":\"bad\"}", CANDIDATES).text())
                .hasValue("ok");
    }

    @Test
    void handsTheKeptTextOnAsACandidateSetOrAVerdict() throws Exception {
        CandidateSet set = Json.mapper()
                .convertValue(
                        answer("{\"pool\":\"moods\",\"keep\":\"good\",\"output\":\"candidates\"}", CANDIDATES)
                                .reply(),
                        CandidateSet.class);
        assertThat(set.instruction()).isEqualTo("Cheer!");
        assertThat(set.candidates()).hasSize(1);
        assertThat(set.candidates().get(0).logLikelihoodMean()).isEqualTo(-0.75);
        assertThat(set.completion().path("choices")).hasSize(1);

        ObjectNode reply = answer("{\"pool\":\"moods\",\"keep\":\"good\",\"output\":\"verdict\"}", CANDIDATES)
                .reply();
        Verdict verdict = Json.mapper().convertValue(reply, Verdict.class);
        assertThat(verdict.chosen()).isEqualTo(1);
        assertThat(verdict.scores()).hasSize(3);
        assertThat(verdict.scorer().version()).isEqualTo("f2");
        assertThat(verdict.completion().path("choices")).hasSize(3);
        assertThat(reply.path("instruction").asText()).isEqualTo("Cheer!");
    }

    @Test
    void oneTextThatNobodyCanJudgeHarmsNoOther() throws Exception {
        JsonNode reply = answer("{\"pool\":\"moods\",\"keep\":\"good\"}", CANDIDATES.replace("\"ok\"", "\"broken\""))
                .reply();

        assertThat(reply.at("/choices/0/message/content").asText()).startsWith("great");
        assertThat(reply.at("/majlis/foe/degraded").asBoolean()).isTrue();
        assertThat(reply.at("/majlis/foe/candidates/0/error").asText()).isEqualTo("ALL_EXPERTS_FAILED");
    }

    @Test
    void aPoolOfClassifiersAnswersAQuestionWithItsLabel() throws Exception {
        ChatAnswer answer = answer(
                "{}", "{\"model\":\"foe:moods\",\"messages\":[{\"role\":\"user\",\"content\":\"so good!!!!!!!\"}]}");

        assertThat(answer.text()).hasValue("good");
        assertThat(answer.reply().at("/majlis/foe/probabilities")).hasSize(2);
    }

    @Test
    void refusesWhatMakesNoSenseByName() throws Exception {
        refuses("{\"pool\":\"moods\",\"keep\":\"ugly\"}", CANDIDATES, "LABEL_NOT_IN_POOL");
        refuses("{\"pool\":\"moods\",\"output\":\"candidates\"}", QUESTION, "INVALID_FIELD");
        refuses("{\"pool\":\"writers\",\"keep\":\"good\"}", CANDIDATES, "INVALID_FIELD");
        refuses(
                "{\"pool\":\"writers\"}",
                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"x\"}}]}",
                "INVALID_FIELD");
        refuses("{\"pool\":\"nobody\"}", QUESTION, "UNKNOWN_POOL");
        refuses("{\"pool\":\"writers\"}", "{\"messages\":[]}", "INVALID_FIELD");
        refuses(
                "{\"pool\":\"writers\"}",
                "{\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "INVALID_FIELD");
        refuses("{\"pool\":\"moods\"}", "{\"candidates\":[]}", "INVALID_FIELD");
    }

    private void refuses(String parameters, String body, String code) {
        assertThatThrownBy(() -> answer(parameters, body))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).hasValue(code));
    }

    private long seed(int request) {
        return pools.asked.get(request).input().path("seed").asLong();
    }

    private ChatAnswer answer(String parameters, String body) throws Exception {
        JsonNode read = Json.mapper().readTree(body);
        ObjectNode hop = (ObjectNode) Json.mapper().readTree(parameters);
        return chat.answer(ChatOrder.of(hop, read), read, CALLER);
    }
}
