package dev.majlis.e2e;

import static dev.majlis.e2e.RunningMajlis.MODEL;
import static dev.majlis.e2e.RunningMajlis.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.e2e.RunningMajlis.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of accepted work when a process of the mesh ends under load (platform §9: V6, V11). */
@ExtendWith(SharedMajlis.class)
class ResilienceIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final int CALLERS = 4;

    private final RunningMajlis majlis;

    ResilienceIT(RunningMajlis majlis) {
        this.majlis = majlis;
    }

    @Test
    void losesNothingAcceptedWhenTheBrokerIsKilled(TestReporter reporter) {
        String run = UUID.randomUUID().toString();
        var refusals = new AtomicInteger();
        List<String> jobs;
        List<Answer> answers;
        try (var load = Load.of(40, CALLERS, number -> untilAccepted(number, key(run, number), refusals));
                var queued = Load.of(10, 1, number -> accepted(job(number, 4), refusals))) {
            load.awaitDone(8);
            queued.awaitDone(4);

            long pid = majlis.kill("broker");
            majlis.awaitSuccessor("broker", pid);

            answers = load.answers();
            jobs = queued.answers();
        }

        assertThat(majlis.process("broker").path("restarts").asInt()).isPositive();
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(200));
        assertThat(answers)
                .extracting(answer -> answer.json().path("id").asText())
                .doesNotHaveDuplicates();
        for (int number = 0; number < answers.size(); number++) {
            Answer again = majlis.post(CHAT, question(number), "Idempotency-Key", key(run, number));
            assertThat(again.json())
                    .as("the answer to one key is one")
                    .isEqualTo(answers.get(number).json());
        }
        jobs.forEach(this::hasSucceeded);
        reporter.publishEntry(
                "broker killed",
                "40 answers, 10 jobs, 0 lost; %d attempts refused and sent again".formatted(refusals.get()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jais-chat", "cappy-scorer"})
    void failsNoRequestWhenAWorkerIsAskedToEnd(String service, TestReporter reporter) {
        String model = service.equals("jais-chat") ? MODEL : MODEL + "-best-of-2";
        try (var load = Load.of(30, CALLERS, number -> majlis.post(CHAT, question(model, number)))) {
            load.awaitDone(6);
            long began = System.nanoTime();

            long pid = majlis.terminate(service);
            ProcessHandle.of(pid)
                    .ifPresent(process ->
                            process.onExit().orTimeout(60, TimeUnit.SECONDS).join());
            double seconds = (System.nanoTime() - began) / 1e9;
            List<Answer> answers = load.answers();
            majlis.awaitSuccessor(service, pid);

            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.text()).isEqualTo(200));
            reporter.publishEntry(
                    "SIGTERM of " + service, "30 answers, 0 failed; exit after %.1f s".formatted(seconds));
        }
    }

    @Test
    void keepsAnAcceptedJobWhenTheGatewayIsKilled() {
        String job = accepted(job(1, 200), new AtomicInteger());

        long pid = majlis.kill("gateway");
        majlis.awaitSuccessor("gateway", pid);

        hasSucceeded(job);
    }

    /** As a client does that knows its key: asks again until the request is taken. */
    private Answer untilAccepted(int number, String key, AtomicInteger refusals) {
        for (int attempt = 0; attempt < 60; attempt++) {
            Answer answer = majlis.post(CHAT, question(number), "Idempotency-Key", key);
            if (answer.status() == 200) {
                return answer;
            }
            refusals.incrementAndGet();
            assertThat(answer.status()).as(answer.text()).isIn(409, 429, 503, 504);
            pause();
        }
        throw new AssertionError("request %d was never taken".formatted(number));
    }

    /** Number of a job the gateway has said 202 to. */
    private String accepted(String body, AtomicInteger refusals) {
        for (int attempt = 0; attempt < 60; attempt++) {
            Answer answer = majlis.post(CHAT, body, "Prefer", "respond-async");
            if (answer.status() == 202) {
                return answer.json().path("id").asText();
            }
            refusals.incrementAndGet();
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            pause();
        }
        throw new AssertionError("the job was never taken");
    }

    private void hasSucceeded(String job) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    JsonNode state = majlis.get("/api/v1/jobs/" + job).json();
                    assertThat(state.path("state").asText())
                            .as(state.toString())
                            .isEqualTo("SUCCEEDED");
                });
        Answer result = majlis.get("/api/v1/jobs/" + job + "/result");
        assertThat(result.status()).as(result.text()).isEqualTo(200);
        assertThat(result.json().at("/choices/0/message/content").asText()).isNotBlank();
    }

    private static String key(String run, int number) {
        return "\"%s-%d\"".formatted(run, number);
    }

    private static String question(int number) {
        return question(MODEL, number);
    }

    private static String question(String model, int number) {
        return chat(model, "Tell me about the number %d.".formatted(number), "\"max_tokens\":12");
    }

    private static String job(int number, int tokens) {
        return chat(MODEL, "Write about the number %d.".formatted(number), "\"max_tokens\":" + tokens);
    }

    private static void pause() {
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    }
}
