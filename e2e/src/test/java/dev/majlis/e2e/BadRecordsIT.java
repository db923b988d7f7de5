package dev.majlis.e2e;

import static dev.majlis.e2e.RunningMajlis.MODEL;
import static dev.majlis.e2e.RunningMajlis.chat;
import static dev.majlis.e2e.Topic.header;
import static dev.majlis.e2e.Topic.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that no service of ours would write, put on a queue by hand: told to whom it concerns, buried, and the queue goes on. */
@ExtendWith(SharedMajlis.class)
class BadRecordsIT {
    private static final String QUEUE = "majlis.jais-chat.chat.requests.v1";
    private static final String DEAD_LETTERS = "majlis.jais-chat.chat.dlq.v1";
    private static final String REPLIES = "majlis.gateway.replies.v1";
    private static final String WRONG = "[{\"to\":\"cappy-scorer.best-of\",\"with\":{}}]";

    private final RunningMajlis majlis;

    BadRecordsIT(RunningMajlis majlis) {
        this.majlis = majlis;
    }

    @AfterEach
    void theQueueGoesOn() {
        var answer = majlis.post("/v1/chat/completions", chat(MODEL, "Hello", "\"max_tokens\":4"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void buriesARecordWithoutHeaders() {
        try (Topic buried = Topic.fromNow(majlis, DEAD_LETTERS)) {
            Topic.send(majlis, new ProducerRecord<>(QUEUE, "no envelope".getBytes(UTF_8)));

            var letter = buried.first(record -> text(record).equals("no envelope"));

            assertThat(header(letter, "dead-letter-reason")).isEqualTo("malformed-envelope");
            assertThat(header(letter, "dead-letter-topic")).isEqualTo(QUEUE);
            assertThat(header(letter, "dead-letter-cause")).contains("ce_");
        }
    }

    @Test
    void buriesARecordWithAWrongSlipThatNobodyWaitsFor() {
        try (Topic buried = Topic.fromNow(majlis, DEAD_LETTERS)) {
            String id = UUID.randomUUID().toString();
            Topic.send(majlis, misled(id));

            var letter = buried.first(record -> header(record, "ce_id").equals(id));

            assertThat(header(letter, "dead-letter-reason")).isEqualTo("malformed-envelope");
            assertThat(header(letter, "dead-letter-cause")).contains("cappy-scorer.best-of", "jais-chat.chat");
        }
    }

    @Test
    void tellsTheRequesterOfAWrongSlip() {
        try (Topic replies = Topic.fromNow(majlis, REPLIES)) {
            String id = UUID.randomUUID().toString();
            var record = misled(id);
            record.headers()
                    .add("REPLY_CORRELATION_ID", id.getBytes(UTF_8))
                    .add("REPLY_TOPIC", REPLIES.getBytes(UTF_8))
                    .add("REPLY_PARTITION", new byte[] {0, 0, 0, 0});
            Topic.send(majlis, record);

            var reply = replies.first(
                    answer -> header(answer, "REPLY_CORRELATION_ID").equals(id));

            assertThat(header(reply, "majlis-error")).isEqualTo("malformed-envelope");
            assertThat(text(reply)).contains("cappy-scorer.best-of", "jais-chat.chat");
        }
    }

    /** A sound request, but for a slip whose first hop is another operation. */
    private static ProducerRecord<byte[], byte[]> misled(String id) {
        var record = new ProducerRecord<byte[], byte[]>(
                QUEUE, chat(MODEL, "Hello", "\"max_tokens\":4").getBytes(UTF_8));
        record.headers()
                .add("ce_specversion", "1.0".getBytes(UTF_8))
                .add("ce_id", id.getBytes(UTF_8))
                .add("ce_source", "/majlis/test/0".getBytes(UTF_8))
                .add("ce_type", "majlis.jais-chat.chat.request.v1".getBytes(UTF_8))
                .add("ce_time", Instant.now().toString().getBytes(UTF_8))
                .add("ce_tenantid", "default".getBytes(UTF_8))
                .add("ce_dataschema", "urn:majlis:schema:openai-chat-request:1".getBytes(UTF_8))
                .add("content-type", "application/json".getBytes(UTF_8))
                .add("majlis-slip", WRONG.getBytes(UTF_8));
        return record;
    }
}
