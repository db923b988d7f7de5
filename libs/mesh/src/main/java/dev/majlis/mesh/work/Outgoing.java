package dev.majlis.mesh.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.blob.ClaimCheck;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.EnvelopeCodec;
import dev.majlis.mesh.envelope.Headers;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.telemetry.Step;
import dev.majlis.mesh.telemetry.Telemetry;
import dev.majlis.mesh.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Every record a worker writes: replies, chunks, next hops, retries, dead letters. */
final class Outgoing {
    private static final String JSON = "application/json";

    private final MeshSettings settings;
    private final Operation operation;
    private final RecordSender sender;
    private final ClaimCheck claims;

    Outgoing(MeshSettings settings, Operation operation, RecordSender sender, ClaimCheck claims) {
        this.settings = settings;
        this.operation = operation;
        this.sender = sender;
        this.claims = claims;
    }

    /** Makes later sends to the requester free of blocking. */
    void prepare(Envelope request) {
        request.replyTo()
                .map(ReplyAddress::topic)
                .filter(topic -> !topic.isEmpty())
                .ifPresent(sender::know);
    }

    /** The answer; the last record of the stream when the requester wanted one. */
    CompletionStage<Void> reply(
            Envelope request,
            ReplyAddress to,
            String schema,
            byte[] body,
            Optional<Long> lastSeq,
            Map<String, String> trace) {
        if (lastSeq.isEmpty()) {
            return toRequester(answer(request, to, "replied", schema, JSON, body, lastSeq, false, trace, null), to);
        }
        var chunk = new Chunk(
                lastSeq.get(),
                0,
                "",
                0,
                null,
                null,
                null,
                null,
                Json.read(body, com.fasterxml.jackson.databind.JsonNode.class));
        return toRequester(
                answer(request, to, "replied", "chunk", JSON, Json.write(chunk), lastSeq, true, trace, null), to);
    }

    /** One chunk of a stream. */
    CompletionStage<Void> chunk(Envelope request, ReplyAddress to, Chunk chunk, Map<String, String> trace) {
        return toRequester(
                answer(
                        request,
                        to,
                        "chunk",
                        "chunk",
                        JSON,
                        Json.write(chunk),
                        Optional.of(chunk.seq()),
                        false,
                        trace,
                        null),
                to);
    }

    /** An error reply. */
    CompletionStage<Void> error(
            Envelope request,
            ReplyAddress to,
            MeshException failure,
            Optional<Long> lastSeq,
            Map<String, String> trace) {
        byte[] body = Json.write(Problem.of(failure, "urn:uuid:" + request.id(), traceId(trace)));
        return toRequester(
                answer(
                        request,
                        to,
                        "failed",
                        "problem",
                        Problem.MEDIA_TYPE,
                        body,
                        lastSeq,
                        lastSeq.isPresent(),
                        trace,
                        failure.slug().slug()),
                to);
    }

    /** The request of the next hop. */
    CompletionStage<Void> forward(
            Envelope request,
            RoutingSlip rest,
            String schema,
            byte[] body,
            Optional<Long> nextSeq,
            Map<String, String> trace) {
        Operation next = rest.current().orElseThrow().operation();
        var envelope = new Envelope(
                newId(),
                settings.eventSource(),
                next.type("requested"),
                settings.clock().instant(),
                request.subject(),
                JSON,
                urn(schema),
                request.tenant(),
                request.key(),
                request.replyTo(),
                request.deadline(),
                request.idempotencyKey(),
                request.priority(),
                0,
                rest,
                nextSeq,
                false,
                Optional.empty(),
                request.replayOf(),
                trace.isEmpty() ? request.trace() : trace,
                request.extra(),
                body);
        return send(envelope, settings.topic(next.requestsTopic()), null);
    }

    /** Another try after a delay. */
    CompletionStage<Void> retry(Envelope request, int partition, Duration delay) {
        Map<String, byte[]> extra = new HashMap<>(request.extra());
        long due = settings.clock().instant().plus(delay).toEpochMilli();
        extra.put(Headers.NOT_BEFORE, Long.toString(due).getBytes(UTF_8));
        String topic = Topics.retry(settings.topic(operation.requestsTopic()), delay);
        return send(request.withAttempt(request.attempt() + 1, extra), topic, partition);
    }

    /** The original bytes and headers, with the reason. */
    CompletionStage<Void> deadLetter(ConsumerRecord<byte[], byte[]> record, String reason, Throwable cause) {
        settings.telemetry().metrics().deadLetter(operation.toString(), reason);
        var message = new ProducerRecord<>(
                settings.topic(operation.deadLetterTopic()), null, record.key(), record.value(), record.headers());
        put(message, Headers.DEAD_LETTER_REASON, reason);
        put(message, Headers.DEAD_LETTER_TOPIC, record.topic());
        put(message, Headers.DEAD_LETTER_PARTITION, Integer.toString(record.partition()));
        put(message, Headers.DEAD_LETTER_OFFSET, Long.toString(record.offset()));
        if (cause != null) {
            put(message, Headers.DEAD_LETTER_EXCEPTION, cause.getClass().getName());
            put(message, Headers.DEAD_LETTER_CAUSE, String.valueOf(cause.getMessage()));
        }
        return sender.send(message);
    }

    /** An error reply to someone whose record is no envelope. */
    CompletionStage<Void> malformed(ReplyAddress to, MeshException failure) {
        byte[] body = Json.write(Problem.of(failure, null, null));
        var envelope = envelope(
                to,
                "failed",
                "problem",
                Problem.MEDIA_TYPE,
                body,
                "default",
                Optional.empty(),
                true,
                Map.of(),
                failure.slug().slug());
        return toRequester(envelope, to);
    }

    private CompletionStage<Void> toRequester(Envelope envelope, ReplyAddress to) {
        return send(envelope, to.topic(), to.partition() < 0 ? null : Integer.valueOf(to.partition()));
    }

    /** A negative partition lets the key decide: an answer that no instance waits for, such as a job's. */
    private CompletionStage<Void> send(Envelope envelope, String topic, Integer partition) {
        Integer place = partition == null || partition < 0 ? null : partition;
        boolean chunk = envelope.streamSeq().isPresent() && envelope.type().endsWith(".chunk.v1");
        if (chunk) {
            return encoded(envelope, topic, place);
        }
        Telemetry telemetry = settings.telemetry();
        Step step = telemetry.send(
                telemetry.extract(envelope.trace()),
                topic,
                operation,
                envelope.id(),
                envelope.replyTo().map(ReplyAddress::correlationId).orElse(null),
                envelope.body().length);
        return encoded(step.trace().isEmpty() ? envelope : envelope.withTrace(step.trace()), topic, place)
                .whenComplete((sent, failure) -> step.end(failure));
    }

    private CompletionStage<Void> encoded(Envelope envelope, String topic, Integer partition) {
        try {
            return sender.send(EnvelopeCodec.encode(claims.pack(envelope), topic, partition));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Envelope answer(
            Envelope request,
            ReplyAddress to,
            String kind,
            String schema,
            String contentType,
            byte[] body,
            Optional<Long> seq,
            boolean end,
            Map<String, String> trace,
            String error) {
        return envelope(to, kind, schema, contentType, body, request.tenant(), seq, end, trace, error);
    }

    private Envelope envelope(
            ReplyAddress to,
            String kind,
            String schema,
            String contentType,
            byte[] body,
            String tenant,
            Optional<Long> seq,
            boolean end,
            Map<String, String> trace,
            String error) {
        return new Envelope(
                newId(),
                settings.eventSource(),
                operation.type(kind),
                settings.clock().instant(),
                Optional.empty(),
                contentType,
                urn(schema),
                tenant,
                Optional.of(to.correlationId()),
                Optional.of(new ReplyAddress(to.correlationId(), "", 0)),
                Optional.empty(),
                Optional.empty(),
                dev.majlis.mesh.envelope.Priority.INTERACTIVE,
                0,
                RoutingSlip.EMPTY,
                seq,
                end,
                Optional.ofNullable(error),
                Optional.empty(),
                trace,
                Map.of(),
                body);
    }

    private static String urn(String schema) {
        return "urn:majlis:schema:" + schema + ":1";
    }

    private static String newId() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }

    /** Second field of {@code traceparent}; null without one. */
    private static String traceId(Map<String, String> trace) {
        String parent = trace.get(Headers.TRACE_PARENT);
        return parent == null || parent.length() < 35 ? null : parent.substring(3, 35);
    }

    private static void put(ProducerRecord<byte[], byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(UTF_8));
    }
}
