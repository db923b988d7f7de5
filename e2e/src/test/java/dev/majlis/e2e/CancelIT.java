package dev.majlis.e2e;

import static dev.majlis.e2e.RunningMajlis.MODEL;
import static dev.majlis.e2e.RunningMajlis.chat;
import static dev.majlis.e2e.Topic.header;
import static dev.majlis.e2e.Topic.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nobody waits any more: the model stops (platform §9, V9). What the model wrote is known from the usage the chat service
 * reports, and when it wrote it from the records of the stream.
 */
@ExtendWith(SharedMajlis.class)
class CancelIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG = "Write a very long story about a river, a bridge and a market.";
    private static final int WANTED = 900;
    private static final int EVENTS_READ = 20;
    private static final int AFTER_CANCEL = 2;

    private final RunningMajlis majlis;

    CancelIT(RunningMajlis majlis) {
        this.majlis = majlis;
    }

    /**
     * A token is written up to 50 ms before its record, so the tokens that were still being gathered at the moment of the cancel are
     * counted as one record's worth.
     */
    @Test
    void stopsTheModelWithinTwoTokensWhenTheClientOfAStreamHasGone(TestReporter reporter) {
        try (Topic usage = Topic.fromNow(majlis, "majlis.usage.events.v1");
                Topic replies = Topic.fromNow(majlis, "majlis.gateway.replies.v1");
                Topic cancels = Topic.fromNow(majlis, "majlis.control.cancel.v1")) {
            readAndLeave();

            var cancel = cancels.first(record -> true);
            String id = new String(cancel.key(), UTF_8);
            var end = replies.first(record ->
                    belongs(record, id) && header(record, "majlis-stream-end").equals("true"));
            int written = completionTokens(usage);

            List<ConsumerRecord<byte[], byte[]>> chunks = replies.records().stream()
                    .filter(record -> belongs(record, id))
                    .toList();
            int gathered = chunks.stream().mapToInt(CancelIT::tokens).max().orElseThrow();
            int before = chunks.stream()
                    .filter(chunk -> chunk.timestamp() <= cancel.timestamp())
                    .mapToInt(CancelIT::tokens)
                    .sum();
            assertThat(header(end, "majlis-error")).isEqualTo("cancelled");
            assertThat(before).isPositive();
            assertThat(written - before).isLessThanOrEqualTo(AFTER_CANCEL + gathered);
            assertThat(chunks.stream().mapToInt(CancelIT::tokens).sum()).isEqualTo(written);
            reporter.publishEntry(
                    "cancel",
                    "%d of %d tokens written, %d of them in records after the cancel, the last %d ms after it"
                            .formatted(written, WANTED, written - before, end.timestamp() - cancel.timestamp()));
        }
    }

    @Test
    void stopsTheModelWhenAJobIsCancelled() {
        try (Topic usage = Topic.fromNow(majlis, "majlis.usage.events.v1");
                Topic requests = Topic.fromNow(majlis, "majlis.jais-chat.chat.requests.v1")) {
            String job = majlis.post(
                            "/v1/chat/completions",
                            chat(MODEL, LONG, "\"max_tokens\":" + WANTED),
                            "Prefer",
                            "respond-async")
                    .json()
                    .path("id")
                    .asText();
            assertThat(requests.first(record -> belongs(record, job))).isNotNull();
            // another answer of the same engine: by its end the job has been in the model's hands for a while
            assertThat(majlis.post("/v1/chat/completions", chat(MODEL, "Hello", "\"max_tokens\":8"))
                            .status())
                    .isEqualTo(200);
            assertThat(completionTokens(usage)).isEqualTo(8);

            JsonNode cancelled = majlis.delete("/api/v1/jobs/" + job).json();

            assertThat(cancelled.path("state").asText()).isEqualTo("CANCELLED");
            usage.first(record -> usage.records().size() > 1);
            assertThat(completionTokens(usage.records().get(1))).isBetween(1, WANTED / 2);
            var result = majlis.get("/api/v1/jobs/" + job + "/result");
            assertThat(result.status()).as(result.text()).isEqualTo(499);
        }
    }

    /** Asks for a long stream, reads a few events of it and closes the connection. */
    private void readAndLeave() {
        byte[] body = chat(MODEL, LONG, "\"stream\":true,\"temperature\":0,\"max_tokens\":" + WANTED)
                .getBytes(UTF_8);
        try (var client =
                new Socket(InetAddress.getLoopbackAddress(), majlis.address("/").getPort())) {
            client.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: majlis\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: " + body.length + "\r\n\r\n")
                            .getBytes(UTF_8));
            client.getOutputStream().write(body);
            client.getOutputStream().flush();
            var answer = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            long events = answer.lines()
                    .filter(line -> line.startsWith("data: "))
                    .limit(EVENTS_READ)
                    .count();
            assertThat(events).isEqualTo(EVENTS_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean belongs(ConsumerRecord<byte[], byte[]> record, String id) {
        return header(record, "REPLY_CORRELATION_ID").equals(id);
    }

    private static int completionTokens(Topic usage) {
        return completionTokens(usage.first(record -> true));
    }

    private static int completionTokens(ConsumerRecord<byte[], byte[]> usage) {
        return json(usage).path("completionTokens").asInt();
    }

    private static int tokens(ConsumerRecord<byte[], byte[]> chunk) {
        return json(chunk).path("tokens").asInt(0);
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(text(record));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
