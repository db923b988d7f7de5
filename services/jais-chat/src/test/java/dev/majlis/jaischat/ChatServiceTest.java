package dev.majlis.jaischat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.telemetry.Usage;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Prompt;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatServiceTest {
    private final Service service = new Service(new ScriptedEngine(), "chatml");

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void samplesWithTheModelsDefaultsAndTheCallersSeed() {
        GenerationRequest request = chat("\"n\":1").generation();

        assertThat(request.sampling().temperature()).isEqualTo(0.3);
        assertThat(request.sampling().topK()).isEqualTo(50);
        assertThat(request.sampling().repetitionPenalty()).isEqualTo(1.2);
        assertThat(request.sampling().seed()).isEqualTo(5);
        assertThat(request.minTokens()).isEqualTo(4);
        assertThat(request.deadline()).contains(Service.NOW.plusSeconds(60));
    }

    @Test
    void keepsPenaltiesWhenGreedy() {
        GenerationRequest request = chat("\"temperature\":0").generation();

        assertThat(request.sampling().temperature()).isZero();
        assertThat(request.sampling().repetitionPenalty()).isEqualTo(1.2);
    }

    @Test
    void cutsALongWishToWhatTheContextLeavesAndSaysSo() {
        PreparedAnswer prepared = chat("\"max_tokens\":5000");

        assertThat(prepared.generation().maxTokens()).isEqualTo(ScriptedEngine.CONTEXT - prepared.promptTokens());
        assertThat(prepared.head().warnings())
                .containsExactly("max_tokens: 5000 was reduced to the %d tokens that the context leaves"
                        .formatted(prepared.generation().maxTokens()));
    }

    @Test
    void sharesTheContextAmongChoicesWhenNothingIsWished() {
        PreparedAnswer prepared = chat("\"n\":16");

        assertThat(prepared.generation().maxTokens())
                .isEqualTo((ScriptedEngine.CONTEXT - prepared.promptTokens()) / 16);
    }

    @Test
    void bringsTheMinimumBelowTheMaximum() {
        assertThat(chat("\"max_tokens\":2").generation().minTokens()).isEqualTo(2);
        assertThatThrownBy(() -> chat("\"max_tokens\":2,\"min_tokens\":3"))
                .isInstanceOf(MeshException.class)
                .hasMessage("/min_tokens: must not be above max_tokens, 2, but is 3");
    }

    @Test
    void refusesTokensOutsideTheVocabulary() {
        assertThatThrownBy(() -> chat("\"logit_bias\":{\"65536\":1}"))
                .hasMessage("/logit_bias/65536: token id must be in 0 … 65535");
    }

    @Test
    void leavesOutTheOldestTurnsWhenAsked() {
        String old = "old ".repeat(200);
        String body =
                """
                {"model":"scripted","max_tokens":50,"jais":{"overflow":"%s"},"messages":[
                 {"role":"system","content":"S"},{"role":"user","content":"%s"},{"role":"assistant","content":"%s"},
                 {"role":"user","content":"now"}]}""";

        PreparedAnswer prepared = service.prepare(Endpoint.CHAT, body.formatted("drop_oldest", old, old));

        String prompt = ((Prompt.Rendered) prepared.generation().prompt()).text();
        assertThat(prompt).contains("S").contains("now").doesNotContain("old");
        assertThat(prepared.head().warnings())
                .containsExactly("the oldest 2 messages were left out to fit the context of 1000 tokens");
        assertThatThrownBy(() -> service.prepare(Endpoint.CHAT, body.formatted("error", old, old)))
                .isInstanceOfSatisfying(MeshException.class, failure -> assertThat(failure.code())
                        .contains("context_length_exceeded"));
    }

    @Test
    void refusesAConversationWhoseLastQuestionIsTooLong() {
        assertThatThrownBy(() -> service.prepare(
                        Endpoint.CHAT,
                        """
                        {"model":"scripted","jais":{"overflow":"drop_oldest"},"messages":[{"role":"user","content":"%s"}]}"""
                                .formatted("x".repeat(1000))))
                .isInstanceOfSatisfying(MeshException.class, failure -> assertThat(failure.code())
                        .contains("context_length_exceeded"));
    }

    @Test
    void warnsOfTemplateOptionsWithoutEffect() {
        assertThat(chat("\"jais\":{\"template\":\"ar\"}").head().warnings())
                .containsExactly("jais.template: template 'chatml' has no language variants");
    }

    @Test
    void stopsAtTheTemplatesMarkersUnlessToldOtherwise() {
        try (var jais = new Service(new ScriptedEngine(), "jais-13b-chat")) {
            String body =
                    "{\"model\":\"scripted\",\"stop\":\"x\",\"messages\":[{\"role\":\"system\",\"content\":\"S\"},{\"role\":\"user\",\"content\":\"Hi\"}]%s}";

            assertThat(jais.prepare(Endpoint.CHAT, body.formatted(""))
                            .generation()
                            .stop())
                    .containsExactly("x", "[|Human|]", "[|AI|]", "### Instruction", "### Input", "### Response");
            assertThat(jais.prepare(Endpoint.CHAT, body.formatted(",\"jais\":{\"default_stops\":false}"))
                            .generation()
                            .stop())
                    .containsExactly("x");
        }
    }

    @Test
    void accountsForEveryCall() {
        PreparedAnswer prepared = chat("\"n\":2,\"max_tokens\":5");

        service.chat()
                .start(prepared, GenerationListener.NONE)
                .answer()
                .toCompletableFuture()
                .join();

        long cost = prepared.promptTokens() + 2L * 10;
        assertThat(service.usage())
                .containsExactly(
                        new Usage("acme", "scripted", "chat", prepared.promptTokens(), 10, 0, 11, cost, false));
    }

    @Test
    void failsACancelledAnswerAndStillAccountsForIt() {
        RunningAnswer running = service.chat()
                .start(
                        service.prepare(Endpoint.TEXT, "{\"model\":\"scripted\",\"prompt\":\"stall\"}"),
                        GenerationListener.NONE);

        running.cancel();

        assertThatThrownBy(() -> running.answer().toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(MeshException.class, failure -> assertThat(failure.slug())
                        .isEqualTo(ProblemSlug.CANCELLED));
        assertThat(service.usage()).hasSize(1);
    }

    @Test
    void givesTextCompletionsSixteenTokensWhenNothingIsWished() {
        PreparedAnswer prepared =
                service.prepare(Endpoint.TEXT, "{\"model\":\"scripted\",\"prompt\":\"Hi\",\"echo\":true}");

        assertThat(prepared.generation().maxTokens()).isEqualTo(16);
        assertThat(prepared.head().echo()).isEqualTo(Optional.of("Hi"));
    }

    private PreparedAnswer chat(String fields) {
        return service.prepare(
                Endpoint.CHAT,
                "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + fields + "}");
    }
}
