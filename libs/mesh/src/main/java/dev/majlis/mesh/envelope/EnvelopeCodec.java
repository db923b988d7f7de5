package dev.majlis.mesh.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Envelopes as Kafka records and back: CloudEvents 1.0, Kafka binding, binary mode; structured mode is read too (platform
 * §1). Stateless.
 */
public final class EnvelopeCodec {
    /** Bytes of all header names and values together. */
    public static final int MAX_HEADER_BYTES = 8 << 10;
    /** Bytes of a body; larger ones travel by reference. */
    public static final int MAX_BODY_BYTES = 900 << 10;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** Room for the headers of a request without growing. */
    private static final int USUAL_HEADERS = 32;

    private static final String STRUCTURED = "application/cloudevents";

    private EnvelopeCodec() {}

    /**
     * The record of an envelope.
     *
     * @param topic full name
     * @param partition to write to; null lets the key decide
     * @throws IllegalArgumentException when headers or body are over their limits
     */
    public static ProducerRecord<byte[], byte[]> encode(Envelope envelope, String topic, Integer partition) {
        var headers = headers(envelope);
        int bytes = 0;
        for (Header header : headers) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        if (bytes > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "headers take %d bytes, at most %d are allowed".formatted(bytes, MAX_HEADER_BYTES));
        }
        if (envelope.body().length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "body takes %d bytes, at most %d are allowed".formatted(envelope.body().length, MAX_BODY_BYTES));
        }
        byte[] key = envelope.key().map(text -> text.getBytes(UTF_8)).orElse(null);
        return new ProducerRecord<>(topic, partition, key, envelope.body(), headers);
    }

    /** @throws MalformedEnvelopeException naming the header that is missing or wrong */
    public static Envelope decode(ConsumerRecord<byte[], byte[]> record) throws MalformedEnvelopeException {
        Map<String, byte[]> headers = new HashMap<>(USUAL_HEADERS);
        int bytes = 0;
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value() == null ? new byte[0] : header.value());
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        try {
            if (bytes > MAX_HEADER_BYTES) {
                throw new IllegalArgumentException(
                        "headers take %d bytes, at most %d are allowed".formatted(bytes, MAX_HEADER_BYTES));
            }
            byte[] body = record.value() == null ? new byte[0] : record.value();
            if (text(headers, Headers.CONTENT_TYPE).orElse("").startsWith(STRUCTURED)) {
                body = StructuredMode.unfold(body, headers);
            }
            return decode(record, headers, body);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedEnvelopeException(e.getMessage(), lenientReplyAddress(record));
        }
    }

    private static Envelope decode(ConsumerRecord<byte[], byte[]> record, Map<String, byte[]> headers, byte[] body) {
        String version = take(headers, Headers.SPEC_VERSION);
        if (!version.equals("1.0")) {
            throw new IllegalArgumentException("header %s is '%s', not '1.0'".formatted(Headers.SPEC_VERSION, version));
        }
        String id = take(headers, Headers.ID);
        String source = take(headers, Headers.SOURCE);
        String type = take(headers, Headers.TYPE);
        Instant time = Instant.parse(take(headers, Headers.TIME));
        String contentType = take(headers, Headers.CONTENT_TYPE);
        String schema = take(headers, Headers.DATA_SCHEMA);
        String tenant = take(headers, Headers.TENANT);
        Map<String, String> trace = new HashMap<>();
        for (String name : Headers.TRACE) {
            takeOptional(headers, name).ifPresent(value -> trace.put(name, value));
        }
        Optional<ReplyAddress> replyTo = replyAddress(headers);
        headers.remove(Headers.PARTITION_KEY);
        return new Envelope(
                id,
                source,
                type,
                time,
                takeOptional(headers, Headers.SUBJECT),
                contentType,
                schema,
                tenant,
                record.key() == null ? Optional.empty() : Optional.of(new String(record.key(), UTF_8)),
                replyTo,
                takeNumber(headers, Headers.DEADLINE).map(Instant::ofEpochMilli),
                takeOptional(headers, Headers.IDEMPOTENCY_KEY),
                takeOptional(headers, Headers.PRIORITY)
                        .map(EnvelopeCodec::priority)
                        .orElse(Priority.INTERACTIVE),
                takeNumber(headers, Headers.ATTEMPT).map(Math::toIntExact).orElse(0),
                takeOptional(headers, Headers.SLIP).map(EnvelopeCodec::slip).orElse(RoutingSlip.EMPTY),
                takeNumber(headers, Headers.STREAM_SEQ),
                takeOptional(headers, Headers.STREAM_END).map("true"::equals).orElse(false),
                takeOptional(headers, Headers.ERROR),
                takeOptional(headers, Headers.REPLAY_OF),
                trace,
                headers,
                body);
    }

    private static RecordHeaders headers(Envelope envelope) {
        var headers = new RecordHeaders();
        put(headers, Headers.SPEC_VERSION, "1.0");
        put(headers, Headers.ID, envelope.id());
        put(headers, Headers.SOURCE, envelope.source());
        put(headers, Headers.TYPE, envelope.type());
        put(headers, Headers.TIME, TIME.format(envelope.time()));
        put(headers, Headers.CONTENT_TYPE, envelope.contentType());
        put(headers, Headers.DATA_SCHEMA, envelope.dataSchema());
        put(headers, Headers.TENANT, envelope.tenant());
        envelope.subject().ifPresent(value -> put(headers, Headers.SUBJECT, value));
        envelope.key().ifPresent(value -> put(headers, Headers.PARTITION_KEY, value));
        envelope.trace().forEach((name, value) -> put(headers, name, value));
        envelope.replyTo().ifPresent(reply -> {
            put(headers, Headers.CORRELATION_ID, reply.correlationId());
            if (!reply.topic().isEmpty()) {
                put(headers, Headers.REPLY_TOPIC, reply.topic());
                headers.add(
                        Headers.REPLY_PARTITION,
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(reply.partition())
                                .array());
            }
        });
        envelope.deadline().ifPresent(value -> put(headers, Headers.DEADLINE, Long.toString(value.toEpochMilli())));
        envelope.idempotencyKey().ifPresent(value -> put(headers, Headers.IDEMPOTENCY_KEY, value));
        if (envelope.priority() != Priority.INTERACTIVE) {
            put(headers, Headers.PRIORITY, envelope.priority().wireName());
        }
        if (envelope.attempt() > 0) {
            put(headers, Headers.ATTEMPT, Integer.toString(envelope.attempt()));
        }
        if (!envelope.slip().hops().isEmpty()) {
            put(headers, Headers.SLIP, SlipCodec.write(envelope.slip()));
        }
        envelope.streamSeq().ifPresent(value -> put(headers, Headers.STREAM_SEQ, Long.toString(value)));
        if (envelope.streamEnd()) {
            put(headers, Headers.STREAM_END, "true");
        }
        envelope.error().ifPresent(value -> put(headers, Headers.ERROR, value));
        envelope.replayOf().ifPresent(value -> put(headers, Headers.REPLAY_OF, value));
        envelope.extra().forEach(headers::add);
        return headers;
    }

    private static Optional<ReplyAddress> replyAddress(Map<String, byte[]> headers) {
        Optional<String> correlation = takeOptional(headers, Headers.CORRELATION_ID);
        Optional<String> topic = takeOptional(headers, Headers.REPLY_TOPIC);
        byte[] partition = headers.remove(Headers.REPLY_PARTITION);
        if (correlation.isEmpty() || topic.isEmpty()) {
            return correlation.map(id -> new ReplyAddress(id, "", 0));
        }
        if (partition != null && partition.length != Integer.BYTES) {
            throw new IllegalArgumentException("header %s has %d bytes, not a 4-byte big-endian int"
                    .formatted(Headers.REPLY_PARTITION, partition.length));
        }
        int number = partition == null ? 0 : ByteBuffer.wrap(partition).getInt();
        return Optional.of(new ReplyAddress(correlation.get(), topic.get(), number));
    }

    /** Where a record that cannot be read wants its answer, when at least that can be read. */
    private static Optional<ReplyAddress> lenientReplyAddress(ConsumerRecord<byte[], byte[]> record) {
        Optional<byte[]> correlation = last(record, Headers.CORRELATION_ID);
        Optional<byte[]> topic = last(record, Headers.REPLY_TOPIC);
        Optional<byte[]> partition =
                last(record, Headers.REPLY_PARTITION).filter(value -> value.length == Integer.BYTES);
        if (correlation.isEmpty() || topic.isEmpty() || partition.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ReplyAddress(
                new String(correlation.get(), UTF_8),
                new String(topic.get(), UTF_8),
                ByteBuffer.wrap(partition.get()).getInt()));
    }

    private static Optional<byte[]> last(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name)).map(Header::value);
    }

    private static RoutingSlip slip(String header) {
        try {
            return SlipCodec.read(header);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("header %s %s".formatted(Headers.SLIP, e.getMessage()), e);
        }
    }

    private static Priority priority(String header) {
        return header.equals(Priority.BATCH.wireName()) ? Priority.BATCH : Priority.INTERACTIVE;
    }

    private static String take(Map<String, byte[]> headers, String name) {
        return takeOptional(headers, name)
                .orElseThrow(() -> new IllegalArgumentException("header %s is missing".formatted(name)));
    }

    private static Optional<String> takeOptional(Map<String, byte[]> headers, String name) {
        byte[] value = headers.remove(name);
        return value == null ? Optional.empty() : Optional.of(new String(value, UTF_8));
    }

    private static Optional<Long> takeNumber(Map<String, byte[]> headers, String name) {
        return takeOptional(headers, name).map(value -> {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("header %s is '%s', not a number".formatted(name, value), e);
            }
        });
    }

    private static Optional<String> text(Map<String, byte[]> headers, String name) {
        byte[] value = headers.get(name);
        return value == null ? Optional.empty() : Optional.of(new String(value, UTF_8));
    }

    private static void put(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
