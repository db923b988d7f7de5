package dev.majlis.mesh.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {
    private static final Operation ECHO = new Operation("echo", "chat");

    @Test
    void readsBackWhatItWrote() throws Exception {
        Envelope envelope = request();

        Envelope read = EnvelopeCodec.decode(received(EnvelopeCodec.encode(envelope, "t", null)));

        assertThat(read).usingRecursiveComparison().isEqualTo(envelope);
    }

    @Test
    void namesTheHeaderThatIsMissing() {
        ProducerRecord<byte[], byte[]> record = EnvelopeCodec.encode(request(), "t", null);
        record.headers().remove(Headers.TENANT);

        assertThatThrownBy(() -> EnvelopeCodec.decode(received(record)))
                .isInstanceOf(MalformedEnvelopeException.class)
                .hasMessage("header ce_tenantid is missing")
                .satisfies(failure -> assertThat(((MalformedEnvelopeException) failure).replyTo())
                        .isPresent());
    }

    @Test
    void refusesAReplyPartitionThatIsNoBigEndianInt() {
        ProducerRecord<byte[], byte[]> record = EnvelopeCodec.encode(request(), "t", null);
        record.headers().remove(Headers.REPLY_PARTITION).add(Headers.REPLY_PARTITION, "3".getBytes(UTF_8));

        assertThatThrownBy(() -> EnvelopeCodec.decode(received(record)))
                .isInstanceOf(MalformedEnvelopeException.class)
                .hasMessageContaining("4-byte big-endian int");
    }

    @Test
    void saysWhatIsWrongWithASlip() {
        ProducerRecord<byte[], byte[]> record = EnvelopeCodec.encode(request(), "t", null);
        record.headers().remove(Headers.SLIP).add(Headers.SLIP, "{\"to\":1}".getBytes(UTF_8));

        assertThatThrownBy(() -> EnvelopeCodec.decode(received(record)))
                .isInstanceOf(MalformedEnvelopeException.class)
                .hasMessageContaining("majlis-slip is no JSON array");
    }

    @Test
    void refusesHeadersOverEightKibibytes() {
        Envelope fat = with(request(), Map.of("x-note", new byte[EnvelopeCodec.MAX_HEADER_BYTES]));

        assertThatThrownBy(() -> EnvelopeCodec.encode(fat, "t", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 8192");
    }

    @Test
    void forwardsUnknownHeadersUntouched() throws Exception {
        Envelope envelope = with(request(), Map.of("x-note", "keep".getBytes(UTF_8)));

        Envelope read = EnvelopeCodec.decode(received(EnvelopeCodec.encode(envelope, "t", null)));

        assertThat(read.extra()).containsEntry("x-note", "keep".getBytes(UTF_8));
    }

    @Test
    void readsStructuredMode() throws Exception {
        var headers = new RecordHeaders();
        headers.add(Headers.CONTENT_TYPE, "application/cloudevents+json".getBytes(UTF_8));
        byte[] event = Json.write(Map.of(
                "specversion",
                "1.0",
                "id",
                "7",
                "source",
                "/majlis/test/0",
                "type",
                "majlis.echo.chat.requested.v1",
                "time",
                "2026-11-01T10:00:00Z",
                "dataschema",
                "urn:majlis:schema:say:1",
                "tenantid",
                "default",
                "data",
                Map.of("text", "salaam")));

        Envelope read = EnvelopeCodec.decode(new ConsumerRecord<>(
                "t", 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, null, event, headers, Optional.empty()));

        assertThat(read.id()).isEqualTo("7");
        assertThat(new String(read.body(), UTF_8)).isEqualTo("{\"text\":\"salaam\"}");
    }

    private static Envelope request() {
        var parameters = Json.mapper().createObjectNode().put("n", 8);
        return new Envelope(
                "018f-1",
                "/majlis/gateway/0",
                ECHO.type("requested"),
                Instant.parse("2026-11-01T10:00:00.123Z"),
                Optional.of("echo"),
                "application/json",
                "urn:majlis:schema:chat:1",
                "default",
                Optional.of("default:1"),
                Optional.of(new ReplyAddress("018f-2", "majlis.gateway.replies.v1", 3)),
                Optional.of(Instant.ofEpochMilli(1_790_000_000_123L)),
                Optional.of("key-1"),
                Priority.BATCH,
                1,
                RoutingSlip.of(new Hop(ECHO, parameters), Hop.to(new Operation("cappy-scorer", "best-of"))),
                Optional.of(0L),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(Headers.TRACE_PARENT, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                Map.of(),
                "{}".getBytes(UTF_8));
    }

    private static Envelope with(Envelope e, Map<String, byte[]> extra) {
        return new Envelope(
                e.id(),
                e.source(),
                e.type(),
                e.time(),
                e.subject(),
                e.contentType(),
                e.dataSchema(),
                e.tenant(),
                e.key(),
                e.replyTo(),
                e.deadline(),
                e.idempotencyKey(),
                e.priority(),
                e.attempt(),
                e.slip(),
                e.streamSeq(),
                e.streamEnd(),
                e.error(),
                e.replayOf(),
                e.trace(),
                extra,
                e.body());
    }

    private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
