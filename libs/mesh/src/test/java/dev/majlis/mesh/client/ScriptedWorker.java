package dev.majlis.mesh.client;

import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.EnvelopeCodec;
import dev.majlis.mesh.envelope.MalformedEnvelopeException;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Plain Kafka clients that read one operation's requests and do to each whatever the test says, so that replies can be late,
 * doubled, shuffled or missing: things that the library's own worker never does.
 */
final class ScriptedWorker implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;

    ScriptedWorker(String bootstrap, String topic, BiConsumer<ScriptedWorker, Envelope> script) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 0, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = new Thread(() -> run(topic, script), "scripted-" + topic);
        thread.start();
    }

    private void run(String topic, BiConsumer<ScriptedWorker, Envelope> script) {
        try (consumer) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (true) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                    script.accept(this, EnvelopeCodec.decode(message));
                }
            }
        } catch (WakeupException e) {
            return; // closed
        } catch (MalformedEnvelopeException e) {
            throw new AssertionError(e);
        }
    }

    /** The whole answer. */
    void answer(Envelope request, Object body) {
        reply(request, Optional.empty(), false, Optional.empty(), "application/json", Json.write(body));
    }

    void fail(Envelope request, String slug, Object problem) {
        reply(request, Optional.empty(), false, Optional.of(slug), "application/problem+json", Json.write(problem));
    }

    void chunk(Envelope request, long seq, String delta) {
        Chunk chunk = new Chunk(seq, 0, delta, 1, null, null, null, null, null);
        reply(request, Optional.of(seq), false, Optional.empty(), "application/json", Json.write(chunk));
    }

    void end(Envelope request, long seq, Object reply) {
        Chunk chunk =
                new Chunk(seq, 0, "", 0, "stop", null, null, null, Json.mapper().valueToTree(reply));
        reply(request, Optional.of(seq), true, Optional.empty(), "application/json", Json.write(chunk));
    }

    void reply(
            Envelope request,
            Optional<Long> seq,
            boolean end,
            Optional<String> error,
            String contentType,
            byte[] body) {
        ReplyAddress address = request.replyTo().orElseThrow();
        Envelope reply = new Envelope(
                UUID.randomUUID().toString(),
                "/majlis/scripted/0",
                new Operation("scripted", "work").type("replied"),
                Instant.now(),
                Optional.empty(),
                contentType,
                "urn:majlis:schema:any:1",
                request.tenant(),
                Optional.of(address.correlationId()),
                Optional.of(address),
                Optional.empty(),
                Optional.empty(),
                Priority.INTERACTIVE,
                0,
                RoutingSlip.EMPTY,
                seq,
                end,
                error,
                Optional.empty(),
                Map.of(),
                Map.of(),
                body);
        Future<RecordMetadata> unused =
                producer.send(EnvelopeCodec.encode(reply, address.topic(), address.partition()));
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }
}
